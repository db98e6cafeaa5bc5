/** A button on the hall's panel: what it says, and what pressing it tells the simulator. */
export interface PanelControl {
  readonly label: string
  readonly command: string
  readonly args?: object
  /** `fault` makes trouble, `mend` ends it; an ordinary act if absent. */
  readonly tone?: 'fault' | 'mend'
  /** Several ways to press it, of which the person picks one. */
  readonly choices?: readonly { readonly label: string; readonly args: object }[]
}

/** What a simulator lets a person do by hand, in the words of the hall. */
export interface SimulatorPanel {
  readonly title: string
  readonly controls: readonly PanelControl[]
  /** Which fields of the answer to `status` are worth showing, and in which words. */
  readonly shows?: readonly { readonly field: string; readonly words: Readonly<Record<string, string>> }[]
}

/** For a simulator that declares nothing: its commands by their names, as far as they need no arguments. */
export function plainPanel(commands: readonly string[]): Omit<SimulatorPanel, 'title'> {
  const controls = commands
    .filter((name) => name !== 'status')
    .map((name) => ({ label: name, command: name }))
  return { controls }
}
