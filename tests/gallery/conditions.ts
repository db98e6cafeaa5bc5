import type { Hall } from '#build/hall'
import type { Terminal } from '#tests/journey'
import { expect } from '@playwright/test'
import type { Condition } from './variants.ts'

const patience = { timeout: 60_000 }

/** Cuts the line and troubles the devices, and waits until the terminal's bar has noticed. */
export class Surroundings {
  readonly #hall: Hall
  readonly #terminal: Terminal
  #now: Condition = 'online'

  constructor(hall: Hall, terminal: Terminal) {
    this.#hall = hall
    this.#terminal = terminal
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
    const { page } = this.#terminal
    await expect(page.getByTestId('sync-status')).toHaveAttribute('data-link', 'online', patience)
    await expect(page.getByTestId('device-status')).toHaveAttribute('data-attention', '0', patience)
  }

  async #goOffline(): Promise<void> {
    await this.#hall.line.cut()
    const status = this.#terminal.page.getByTestId('sync-status')
    await expect(status).toHaveAttribute('data-link', 'offline', patience)
  }

  async #breakDevices(): Promise<void> {
    await this.#hall.reader.send('unplug')
    await this.#hall.printer.send('paper-out')
    const status = this.#terminal.page.getByTestId('device-status')
    await expect(status).toHaveAttribute('data-attention', '2', patience)
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
