import type { Hall } from '#build/hall'
import type { Terminal } from '#tests/journey'
import { expect } from '@playwright/test'
import type { Condition, Mode } from './variants.ts'

const patience = { timeout: 60_000 }

/** Cuts the line and troubles the devices, and waits until the terminal has noticed. */
export class Surroundings {
  readonly #hall: Hall
  readonly #terminal: Terminal
  readonly #mode: Mode
  #now: Condition = 'online'

  constructor(hall: Hall, terminal: Terminal, mode: Mode) {
    this.#hall = hall
    this.#terminal = terminal
    this.#mode = mode
  }

  /** Brings about a condition; nothing happens where it is so already. */
  async become(condition: Condition): Promise<void> {
    if (condition === this.#now) return
    if (this.#now !== 'online') await this.#restore()
    if (condition === 'offline') await this.#goOffline()
    if (condition === 'fault') await this.#breakDevices()
    this.#now = condition
  }

  /** Waits until a terminal that has just started is at peace with its surroundings. */
  async settled(): Promise<void> {
    await this.#knowsLink('online')
    await this.#knowsTroubles(0)
  }

  async #knowsLink(link: 'online' | 'offline'): Promise<void> {
    const { page } = this.#terminal
    // A kiosk has no bar that tells a clerk; its frame knows all the same.
    const shows = page.getByTestId(this.#mode === 'kiosk' ? 'shell' : 'sync-status')
    await expect(shows).toHaveAttribute('data-link', link, patience)
  }

  async #knowsTroubles(count: number): Promise<void> {
    const { page } = this.#terminal
    if (this.#mode !== 'kiosk') {
      await expect(page.getByTestId('device-status')).toHaveAttribute(
        'data-attention',
        String(count),
        patience,
      )
      return
    }
    const troubled = (): Promise<number> =>
      page.evaluate(async () => {
        const answer = await window.terminal.deviceSnapshots()
        if (!answer.ok) return -1
        if (answer.value.some(({ state }) => state.status === 'starting')) return -1
        return answer.value.filter(({ state }) => state.status !== 'ready').length
      })
    await expect.poll(troubled, patience).toBe(count)
  }

  async #goOffline(): Promise<void> {
    await this.#hall.line.cut()
    await this.#knowsLink('offline')
  }

  async #breakDevices(): Promise<void> {
    await this.#hall.reader.send('unplug')
    await this.#hall.printer.send('paper-out')
    await this.#knowsTroubles(2)
  }

  async #restore(): Promise<void> {
    if (this.#now === 'offline') await this.#hall.line.restore()
    else {
      await this.#hall.reader.send('plug')
      await this.#hall.printer.send('restore')
    }
    await this.settled()
  }
}
