// Brings the database up to packets that lie there already, through the store's own code.
import { bridge } from '#renderer/platform'
import { valueOf } from '#shell/contract'
import { Connection } from '../../../../sync/store/connection.ts'
import { IntakeStore } from '../../../../sync/store/intake-store.ts'
import { checkKey } from '../../../../sync/store/key-check.ts'
import { RowCipher } from '../../../../sync/store/row-cipher.ts'
import { type Seed, sealedOf, type SeedIndex } from '../seed.ts'

declare global {
  interface Window {
    /** How many intakes were kept, once all are. */
    seeded?: Promise<number>
  }
}

async function fetched<T>(name: string): Promise<T> {
  return (await (await fetch(`./seed/${name}.json`)).json()) as T
}

async function seed(): Promise<number> {
  const { storeKey } = valueOf(await bridge().storeKeys())
  const connection = new Connection('yichuang')
  await connection.open()
  // Fifty thousand times waiting for the disk would take an hour, and leaves the same rows.
  Object.assign(connection, { strict: connection.relaxed })
  const cipher = await RowCipher.of({ keyId: '', key: storeKey })
  await checkKey(connection, 'store', cipher)
  const intakes = new IntakeStore(connection, cipher)
  const { files } = await fetched<SeedIndex>('index')
  let kept = 0
  for (let file = 0; file < files; file += 1) {
    const seeds = await fetched<Seed[]>(String(file))
    await Promise.all(seeds.map((one) => intakes.keep(sealedOf(one), 'delivered')))
    kept += seeds.length
  }
  connection.close()
  return kept
}

window.seeded = seed()
