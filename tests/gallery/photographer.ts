import { join } from 'node:path'
import type { Hall } from '#build/hall'
import { resize, type Terminal } from '#tests/journey'
import { Surroundings } from './conditions.ts'
import type { Finding, Picture } from './findings.ts'
import { inspectAccess, inspectLayout } from './inspect/index.ts'
import {
  type Condition,
  type Look,
  looks,
  type Mode,
  type Plan,
  type Size,
  sizes,
  type Variant,
} from './variants.ts'

/** How one screen is taken. */
export interface Take {
  /** Conditions in which the screen can stand; all where absent. */
  readonly conditions?: readonly Condition[]
  /** Brings the screen back after the surroundings have changed, where it does not stay by itself. */
  readonly again?: () => Promise<void>
  /** Nothing may happen on the screen, not even the sign of life that keeps a kiosk from asking. */
  readonly still?: boolean
}

/** Takes pictures of the screen that the walk has come to, in every variant of the plan, and looks at each. */
export class Photographer {
  readonly #terminal: Terminal
  readonly #outDir: string
  readonly #plan: Plan
  readonly #mode: Mode
  readonly surroundings: Surroundings
  readonly pictures: Picture[] = []

  constructor(options: { hall: Hall; terminal: Terminal; outDir: string; plan: Plan; mode: Mode }) {
    this.#terminal = options.terminal
    this.#outDir = options.outDir
    this.#plan = options.plan
    this.#mode = options.mode
    this.surroundings = new Surroundings(options.hall, options.terminal, options.mode)
  }

  /**
   * Takes the screen in all its variants; the terminal is as before afterwards.
   *
   * @param screen its id, lower case with hyphens
   */
  async take(screen: string, title: string, { conditions, again, still = false }: Take = {}): Promise<void> {
    if (!this.#wants(screen)) return
    const begun = performance.now()
    const before = this.pictures.length
    for (const condition of this.#plan.conditions) {
      if (conditions?.includes(condition) === false) continue
      await this.surroundings.become(condition)
      if (condition !== 'online') await again?.()
      for (const size of this.#plan.sizes) {
        await this.#resize(size)
        for (const look of this.#plan.looks) {
          if (!still) await this.#stir()
          await this.#shoot(screen, title, { mode: this.#mode, size, look, condition })
        }
      }
    }
    await this.#show('normal')
    await this.#resize('1366x768')
    await this.surroundings.become('online')
    const seconds = ((performance.now() - begun) / 1000).toFixed(0)
    const taken = this.pictures.slice(before)
    const wrong = taken.reduce((sum, { findings }) => sum + findings.length, 0)
    console.log(`${screen} ${title}: ${taken.length} pictures, ${wrong} findings, ${seconds} s`)
  }

  /** Notes that the walk did not get on, with a picture of where it stopped. */
  async stopped(screen: string, error: unknown): Promise<void> {
    const detail = error instanceof Error ? error.message : String(error)
    const file = `${this.#mode}-${screen}-stopped.png`
    await this.#terminal.page.screenshot({ path: join(this.#outDir, file) }).catch(() => undefined)
    const finding: Finding = { kind: 'unreached', where: screen, detail }
    const variant: Variant = { mode: this.#mode, size: '1366x768', look: 'normal', condition: 'online' }
    this.pictures.push({ screen, title: screen, ...variant, file, findings: [finding] })
  }

  #wants(screen: string): boolean {
    const { screens } = this.#plan
    return screens.length === 0 || screens.some((start) => screen.startsWith(start))
  }

  async #resize(size: Size): Promise<void> {
    await resize(this.#terminal, sizes[size])
  }

  /** By what the switches write, not by their keys: those close menus and lists that are to be seen. */
  async #show(look: Look): Promise<void> {
    await this.#terminal.page.evaluate((wanted) => {
      const { dataset } = document.documentElement
      delete dataset['access']
      delete dataset['scheme']
      Object.assign(dataset, wanted)
    }, looks[look])
  }

  /** Whoever looks at a kiosk for long is asked whether they are there. */
  async #stir(): Promise<void> {
    await this.#terminal.page.evaluate(() => window.dispatchEvent(new Event('wheel')))
  }

  async #shoot(screen: string, title: string, variant: Variant): Promise<void> {
    const { page, faults } = this.#terminal
    await this.#show(variant.look)
    await page.evaluate(async () => {
      // What passes by itself would make each picture a matter of luck.
      document.querySelectorAll<HTMLElement>('[data-testid=toast] .close').forEach((close) => close.click())
      for (let turn = 0; turn < 3; turn += 1) await new Promise((drawn) => requestAnimationFrame(drawn))
      await document.fonts.ready
    })
    const file = `${variant.mode}-${screen}-${variant.size}-${variant.condition}-${variant.look}.png`
    await page.screenshot({ path: join(this.#outDir, file), animations: 'disabled' })
    const findings = [...(await inspectLayout(page)), ...(await inspectAccess(page))]
    for (const fault of faults.splice(0)) findings.push({ kind: 'console', where: fault, detail: '' })
    this.pictures.push({ screen, title, ...variant, file, findings })
  }
}
