import { generateKeyPairSync } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type BareTerminal, writeBareTerminal } from '../../support/bare-terminal.ts'
import { Devtools } from '../devtools.ts'
import { type Bench, startElectron } from '../electron.ts'
import { hasFocus, PageDriver, signIn } from '../page-driver.ts'
import type { Station } from './full-profile.ts'
import type { StartTimes } from './start-figures.ts'

const quietMs = 2_000

const pageLoaded = `document.readyState === 'complete' && location.href !== 'about:blank'`

/** What is started, the terminal where it has a configuration. */
export interface Contender {
  readonly name: string
  readonly appFolder: string
  readonly profile: string
  readonly configPath?: string
}

/** One start, from the command to the frame that can be used; for the terminal also to the desk of who signs in at once. */
export async function timeStart(bench: Bench, contender: Contender): Promise<StartTimes> {
  const isTerminal = contender.configPath !== undefined
  const startedAt = Date.now()
  const child = await startElectron(bench, contender)
  try {
    const devtools = await Devtools.of(child)
    const page = new PageDriver(devtools, await devtools.page())
    if (!isTerminal) {
      const usableMs = (await page.shown(pageLoaded)) - startedAt
      await sleep(quietMs)
      await devtools.quit(child)
      return { usableMs, signedInMs: null }
    }
    const usableMs = (await page.shown(hasFocus('sign-in-operator'))) - startedAt
    await signIn(page)
    const signedInMs = (await page.shown(hasFocus('desk-search'))) - startedAt
    await sleep(quietMs)
    await devtools.quit(child)
    return { usableMs, signedInMs }
  } finally {
    await child.stop(20_000)
  }
}

/** A terminal without devices in that folder, whose hub does not answer; what is there of its profile stays. */
export async function stationIn(folder: string): Promise<Station & Pick<BareTerminal, 'account'>> {
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
  const encryptionKey = {
    keyId: 'nobody',
    publicKey: { kty: 'EC' as const, crv: 'P-256' as const, x, y },
  }
  const profile = join(folder, 'profile')
  mkdirSync(profile, { recursive: true })
  // Nobody listens on the discard port: a start has to do without the hub.
  const { configPath, account } = await writeBareTerminal(folder, {
    url: 'http://127.0.0.1:9',
    encryptionKey,
  })
  return { configPath, folder, profile, account }
}
