/** The counts of this instance that `exec.instance`, the progress line and `vus` show. */
export class InstanceCounts {
  vusActive = 0;
  iterationsCompleted = 0;
  iterationsInterrupted = 0;
}
