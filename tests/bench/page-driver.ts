import { setTimeout as sleep } from 'node:timers/promises'
import { demonstrationAccount } from '#build/hall'
import type { Devtools } from './devtools.ts'

/** Keys by the names that pages know them by, with Windows' code and the text that they type. */
const keys = {
  Tab: { code: 9 },
  Enter: { code: 13, text: '\r' },
  F8: { code: 119 },
  '1': { code: 49, text: '1' },
} as const
type Key = keyof typeof keys

const patienceMs = 60_000

/** Asked in the page: whether the element with this test id has the cursor. */
export const hasFocus = (testid: string): string => `document.activeElement?.dataset?.testid === '${testid}'`

/** Signs the demonstration's clerk in, from the sign-in screen with the cursor in its first field. */
export async function signIn(page: PageDriver): Promise<void> {
  await page.type(demonstrationAccount.id)
  await page.press('Tab')
  await page.type(demonstrationAccount.password)
  await page.press('Enter')
}

/** One page, used as a person does: by keys, and by waiting for what is seen. */
export class PageDriver {
  readonly #devtools: Devtools
  readonly #session: string

  constructor(devtools: Devtools, session: string) {
    this.#devtools = devtools
    this.#session = session
  }

  /** Types a text at once where the cursor stands. */
  async type(text: string): Promise<void> {
    await this.#devtools.call('Input.insertText', { text }, this.#session)
  }

  async press(key: Key): Promise<void> {
    const { code, ...rest } = keys[key]
    const event = { key, code: key, windowsVirtualKeyCode: code }
    const send = (params: object) => this.#devtools.call('Input.dispatchKeyEvent', params, this.#session)
    await send({ type: 'text' in rest ? 'keyDown' : 'rawKeyDown', ...event, ...rest })
    await send({ type: 'keyUp', ...event })
  }

  /** Puts the cursor on the first element of a selector, once there is one that can take it. */
  async focus(selector: string): Promise<void> {
    await this.shown(`(() => {
      const element = document.querySelector(${JSON.stringify(selector)})
      element?.focus()
      return element !== null && document.activeElement === element
    })()`)
  }

  /** Waits for an element with this test id. */
  async there(testid: string): Promise<void> {
    await this.shown(`document.querySelector('[data-testid="${testid}"]') !== null`)
  }

  /** Waits until the element with this test id has the cursor. */
  async focused(testid: string): Promise<void> {
    await this.shown(hasFocus(testid))
  }

  /**
   * Waits until `condition` holds in the page and the frame with it is on the screen.
   * @returns the time in the page then, as `Date.now()`
   * @throws Error with the condition when a minute was not enough
   */
  async shown(condition: string): Promise<number> {
    const until = performance.now() + patienceMs
    for (;;) {
      const at = await this.#shownAt(condition)
      if (at !== null) return at
      if (performance.now() > until) throw new Error(`in vain waited for: ${condition}`)
    }
  }

  /** What an expression is in the page. */
  value(expression: string): Promise<unknown> {
    return this.#devtools.evaluate(this.#session, expression)
  }

  /** Null when the page went elsewhere meanwhile, as from the empty document to its own, or it takes long. */
  async #shownAt(condition: string): Promise<number | null> {
    const seen = this.value(`new Promise((resolve) => {
      const until = performance.now() + 5_000
      const look = () => {
        if (performance.now() > until) return resolve(null)
        if (!(${condition})) return requestAnimationFrame(look)
        requestAnimationFrame(() => requestAnimationFrame(() => resolve(Date.now())))
      }
      look()
    })`)
    try {
      return (await seen) as number | null
    } catch {
      await sleep(1)
      return null
    }
  }
}
