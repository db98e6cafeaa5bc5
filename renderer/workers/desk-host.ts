import { type DeskParts, LocalDesk } from './desk.ts'
import { portsFacade } from './facade.ts'
import type { DeskChange, ShellPorts } from './intake-desk.ts'

/** What the worker exposes: the page connects first, and then calls the desk. */
export class DeskHost {
  #desk: LocalDesk | null = null
  readonly #parts: Omit<DeskParts, 'ports' | 'onChange'>

  constructor(parts: Omit<DeskParts, 'ports' | 'onChange'>) {
    this.#parts = parts
  }

  /** Not async, so that calls which follow it on the same channel find the desk. */
  connect(ports: ShellPorts, onChange: (change: DeskChange) => void): void {
    this.#desk = new LocalDesk({
      ...this.#parts,
      ports: portsFacade(ports),
      onChange: (change) => onChange(change),
    })
  }

  get desk(): LocalDesk {
    if (this.#desk === null) throw new Error('the page has not connected')
    return this.#desk
  }
}
