/** A benchmark in one process: built once, run many times. */
export interface Task {
  /** One timed run; answers a number that all engines must agree on, or null. */
  run(): Promise<number | null>
}

/** What builds the tasks, by name. `inputs` is the folder of shared inputs. */
export type TaskFactory = (inputs: string) => Promise<Task> | Task
