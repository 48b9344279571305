/** What the instance as a whole is doing: `exec.instance`, the progress line, `vus`. */
export class Activity {
  vusActive = 0;
  iterationsCompleted = 0;
  iterationsInterrupted = 0;
}
