import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Hall } from '#build/hall'
import type { ElectronRuntime } from '#build/runtime'
import { electronLaunchOptions } from '#build/start'
import { AxeBuilder } from '@axe-core/playwright'
import { _electron, type ElectronApplication, type Page } from '@playwright/test'

/** The terminal under test: the real program in a real window, which can be killed like a machine losing power. */
export class Terminal {
  readonly #hall: Hall
  readonly #electron: ElectronRuntime
  readonly shots: string
  #app: ElectronApplication | null = null
  #page: Page | null = null
  /** What the page wrote to its console as an error: each is a fault of ours. */
  readonly faults: string[] = []

  /** What axe found on the screens that were photographed, one line a finding. */
  readonly accessProblems: string[] = []
  readonly #inspects: boolean
  readonly #switches: readonly string[]

  /**
   * @param options.inspect also looks at each photographed screen with axe
   * @param options.switches further ones for Chromium, as for a camera that is not there
   */
  constructor(
    hall: Hall,
    electron: ElectronRuntime,
    shots: string,
    options: { inspect: boolean; switches?: readonly string[] } = { inspect: false },
  ) {
    this.#inspects = options.inspect
    this.#switches = options.switches ?? []
    this.#hall = hall
    this.#electron = electron
    this.shots = shots
    mkdirSync(shots, { recursive: true })
  }

  get page(): Page {
    if (this.#page === null) throw new Error('the terminal is not running')
    return this.#page
  }

  /** The program itself, for what no page can do. */
  get app(): ElectronApplication {
    if (this.#app === null) throw new Error('the terminal is not running')
    return this.#app
  }

  async start(): Promise<Page> {
    const launched = { electron: this.#electron, hall: this.#hall, switches: this.#switches }
    this.#app = await _electron.launch(electronLaunchOptions(launched))
    this.#page = await this.#app.firstWindow()
    this.#page.setDefaultTimeout(20_000)
    this.#page.on('console', (message) => {
      if (message.type() === 'error') this.faults.push(message.text())
    })
    this.#page.on('pageerror', (error) => this.faults.push(error.message))
    return this.#page
  }

  /** SIGKILL to the whole program: nothing gets to say goodbye. */
  async kill(): Promise<void> {
    const child = this.#app?.process()
    const ended = new Promise((resolve) => child?.once('exit', resolve))
    child?.kill('SIGKILL')
    await ended
    this.#app = null
    this.#page = null
  }

  async close(): Promise<void> {
    await this.#app?.close()
    this.#app = null
    this.#page = null
  }

  /** A screenshot as `NN-name.png`. */
  async shoot(name: string): Promise<void> {
    // Fonts come in pieces as characters are met; a picture of tofu helps nobody.
    await this.page.evaluate(() => document.fonts.ready.then(() => undefined))
    await this.page.screenshot({ path: join(this.shots, `${name}.png`), animations: 'disabled' })
    if (this.#inspects) await this.#inspect(name)
  }

  /** The same screen in large text (大字), switched on and off again by its key. */
  async shootLarge(name: string): Promise<void> {
    await this.page.keyboard.press('F9')
    await this.page.locator('html[data-access="large"]').waitFor()
    await this.shoot(`${name}-large`)
    await this.page.keyboard.press('F9')
    await this.page.locator('html:not([data-access="large"])').waitFor()
  }

  async #inspect(name: string): Promise<void> {
    // Electron opens no second page for axe to finish in; the legacy mode works within the first.
    const { violations } = await new AxeBuilder({ page: this.page }).setLegacyMode(true).analyze()
    for (const { id, help, nodes } of violations) {
      this.accessProblems.push(
        `${name}: ${id} (${help}): ${nodes.map((node) => node.target.join(' ')).join(', ')}`,
      )
    }
  }
}
