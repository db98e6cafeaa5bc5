/**
 * A new version is on trial until it has shown that it works. It stands on the disk, written before each start: a version
 * that cannot even start cannot count its own starts afterwards.
 */
export interface Trial {
  readonly version: string
  /** What is put back when it fails. */
  readonly previous: string
  readonly startsLeft: number
}

/** What a terminal remembers of its updates. */
export interface UpdateMemory {
  readonly trial: Trial | null
  readonly failed: readonly string[]
}

export const startsOnTrial = 3

/** Before the newer version is put in. */
export function beginTrial(memory: UpdateMemory, version: string, previous: string): UpdateMemory {
  return { ...memory, trial: { version, previous, startsLeft: startsOnTrial } }
}

/**
 * At each start, before the program: goes on, or says which version to put back.
 *
 * @param running the version that is installed
 */
export function atStart(
  memory: UpdateMemory,
  running: string,
): { readonly memory: UpdateMemory; readonly putBack: string | null } {
  const { trial, failed } = memory
  if (trial === null) return { memory, putBack: null }
  // Somebody else has put another version in: a trial of one that is not there has no say.
  if (trial.version !== running) return { memory: { ...memory, trial: null }, putBack: null }
  if (trial.startsLeft > 0) {
    return { memory: { ...memory, trial: { ...trial, startsLeft: trial.startsLeft - 1 } }, putBack: null }
  }
  const known = failed.includes(trial.version) ? failed : [...failed, trial.version]
  return { memory: { trial: null, failed: known }, putBack: trial.previous }
}

/** The new version has shown its first screen, opened its store and read its packets. */
export function confirmed(memory: UpdateMemory, running: string): UpdateMemory {
  return memory.trial?.version === running ? { ...memory, trial: null } : memory
}
