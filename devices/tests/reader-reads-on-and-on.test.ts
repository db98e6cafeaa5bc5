import { describe, expect, it } from 'vitest'
import { wireMs } from '#devices/simulators'
import { open, readCard, setUpReader, slow } from './bench.ts'

/** Requests and answers of find, select and read, in bytes (devices.md A2). */
const frameBytes = 10 + 15 + (10 + 19) + (10 + 1295)
const readings = Number(process.env['CARD_READINGS'] ?? 100)

describe('a reader', { timeout: slow.timeout + readings * 100 }, () => {
  it('reads card after card and holds on to nothing', async () => {
    const { control, config } = await setUpReader(0)
    const device = await open(config)
    const readOne = async (seed: number): Promise<void> => {
      const person = await control.send('insert-card', { seed })
      expect((await readCard(device)).card.number).toBe(person.number)
    }
    await readOne(1)
    const before = process.getActiveResourcesInfo().length
    for (let seed = 2; seed <= readings; seed += 1) await readOne(seed)
    await expect.poll(() => process.getActiveResourcesInfo().length).toBeLessThanOrEqual(before)
    expect((await control.send('status')).requests).toMatchObject({ find: readings, read: readings })
  })

  it('takes hardly longer over a card than the line at 115200 does', async () => {
    const { control, config } = await setUpReader(0, { paceBaud: 115_200 })
    const device = await open(config)
    let bestMs = Infinity
    for (let seed = 1; seed <= 12; seed += 1) {
      await control.send('insert-card', { seed })
      const start = performance.now()
      await readCard(device)
      bestMs = Math.min(bestMs, performance.now() - start)
    }
    const lineMs = wireMs(frameBytes, 115_200)
    console.info(`card in ${bestMs.toFixed(1)} ms, its frames on the line ${lineMs.toFixed(1)} ms`)
    expect(bestMs).toBeLessThan(lineMs * 1.05)
  })
})
