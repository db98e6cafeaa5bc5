import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { encodePacketFile, sealPacket } from '#sync/packet'
import { sourceHash } from '../../../build/app/source-hash.ts'
import { projectPath, projectRoot } from '../../../build/project.ts'
import { loadConfig } from '../../../electron/main/modules/config-file.ts'
import { openKeyCustody } from '../../../electron/main/modules/key-custody.ts'
import { openIdentity } from '../../../electron/main/modules/terminal-identity.ts'
import { appWithPage } from '../../support/app-with-page.ts'
import { Devtools } from '../devtools.ts'
import { type Bench, startElectron } from '../electron.ts'
import type { Seed } from './seed.ts'
import { inventIntake, signatureBytes } from './stored-intakes.ts'

const seedsAFile = 500
/** What changes how intakes lie on the disk. */
const inputs = [
  ...['packet', 'store', 'model'].map((area) => `sync/${area}`),
  ...['key-custody', 'terminal-identity'].map((name) => `electron/main/modules/${name}.ts`),
  ...['seed', 'stored-intakes'].map((name) => `tests/bench/start/${name}.ts`),
]

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')
const noSystemKeys = {
  isTrustworthy: () => false,
  encrypt: () => Promise.reject(new Error('the station has a key file')),
  decrypt: () => Promise.reject(new Error('the station has a key file')),
}

/** Where a station and its profile lie. */
export interface Station {
  readonly configPath: string
  /** Folder with the configuration and the profile. */
  readonly folder: string
  readonly profile: string
}

/** Writes the packets into the profile, acknowledged, and what the page is to keep of them below `seeds`. */
async function writePackets(station: Station, count: number, seeds: string): Promise<void> {
  const { configPath, folder, profile } = station
  const { terminal: config } = await loadConfig(configPath)
  const keys = await openKeyCustody(config.keys, join(profile, 'keys'), folder, noSystemKeys)
  const identity = await openIdentity(join(profile, 'keys'), keys)
  const terminal = { keyId: keys.keyId, key: keys.derive('packet') }
  const place = { siteCode: config.site.code, terminalId: config.terminal.id }
  const packets = join(profile, 'packets')
  mkdirSync(packets, { recursive: true })
  mkdirSync(seeds, { recursive: true })

  async function writeOne(sequence: number): Promise<Seed> {
    const intake = inventIntake(sequence, place)
    const attachments = new Map(intake.attachments.map(({ id }) => [id, randomBytes(signatureBytes)]))
    const packet = await sealPacket({ intake, attachments }, { terminal, hub: config.hub.encryptionKey })
    const { headerBytes, packetHash, parts } = packet
    const signature = identity.sign(headerBytes)
    const path = join(packets, intake.intakeId)
    writeFileSync(`${path}.ycpk`, encodePacketFile(headerBytes, signature, parts))
    writeFileSync(`${path}.ack`, packetHash)
    return {
      intake,
      sequence,
      headerBytes: base64(headerBytes),
      signature: base64(signature),
      packetHash,
      parts: parts.map(({ id, bytes }) => ({ id, bytes: base64(bytes) })),
    }
  }

  const files = Math.ceil(count / seedsAFile)
  for (let file = 0; file < files; file += 1) {
    const first = file * seedsAFile + 1
    const sequences = Array.from(
      { length: Math.min(seedsAFile, count - file * seedsAFile) },
      (_, at) => first + at,
    )
    const written = await Promise.all(sequences.map(writeOne))
    writeFileSync(join(seeds, `${file}.json`), JSON.stringify(written))
  }
  writeFileSync(join(seeds, 'index.json'), JSON.stringify({ files }))
}

/** Has the database written by the page of the bench in the terminal's own shell. */
async function fillDatabase(bench: Bench, station: Station, appFolder: string, count: number): Promise<void> {
  const child = await startElectron(bench, { name: 'seeding', appFolder, ...station })
  const devtools = await Devtools.of(child)
  try {
    const page = await devtools.page()
    let kept: unknown
    // The page may still be on its way from the empty document to its own.
    while (kept === undefined) {
      kept = await devtools.evaluate(page, 'window.seeded')
      await sleep(100)
    }
    if (kept !== count) throw new Error(`${String(kept)} of ${count} intakes were kept`)
  } finally {
    await devtools.quit(child)
    await child.stop()
  }
}

/**
 * Fills the station's profile with so many delivered intakes, both copies of each, or finds that it is filled. They
 * are small: at a start nobody reads their scans.
 */
export async function fillProfile(bench: Bench, station: Station, count: number): Promise<void> {
  const stamp = join(station.folder, 'filled')
  const wanted = `${count} ${await sourceHash(projectRoot, inputs)}`
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  console.error(`Storing ${count} intakes …`)
  rmSync(station.profile, { recursive: true, force: true })
  rmSync(stamp, { force: true })
  const appFolder = projectPath('out', 'bench', 'seeding')
  await appWithPage(projectPath('tests', 'bench', 'start', 'seed-page'), appFolder)
  const seeds = join(appFolder, 'out', 'app', 'renderer', 'seed')
  mkdirSync(join(station.profile, 'keys'), { recursive: true })
  await writePackets(station, count, seeds)
  await fillDatabase(bench, station, appFolder, count)
  rmSync(seeds, { recursive: true, force: true })
  writeFileSync(stamp, wanted)
}
