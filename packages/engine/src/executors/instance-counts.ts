/** What the instance as a whole is doing: `exec.instance`, the progress line, `vus`. */
export class InstanceCounts {
  vusActive = 0;
  iterationsCompleted = 0;
  iterationsInterrupted = 0;
}
