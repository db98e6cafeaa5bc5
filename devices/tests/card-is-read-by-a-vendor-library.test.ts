import { spawnSync } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { deviceConfigSchema, type DeviceConfigOf } from '#devices/contract'
import { quietContext } from '#devices/adapters'
import { openDevice } from '#devices/runtime'
import { loadVendorLibrary } from '#devices/transports'
import { open, readCard, slow, temporaryFolder } from './bench.ts'

const reason = spawnSync('which', ['gcc']).status === 0 ? null : 'no C compiler here'
const never = (): AbortSignal => new AbortController().signal

/** Compiles the library that stands for a maker's; the same file loaded again is the same reader. */
async function setUpLibrary(
  family: 'CVR' | 'termb',
  options: DeviceConfigOf<'vendor-library'>['options'] = {},
) {
  const path = join(await temporaryFolder(), `lib${family}.so`)
  const source = join(import.meta.dirname, 'vendor-library', 'reader.c')
  const define = family === 'termb' ? ['-DFAMILY_TERMB'] : []
  const built = spawnSync('gcc', ['-shared', '-fPIC', '-Wall', '-Werror', ...define, '-o', path, source])
  if (built.status !== 0) throw new Error(built.stderr.toString())
  const reader = await loadVendorLibrary(path)
  const config: DeviceConfigOf<'vendor-library'> = {
    id: 'reader',
    kind: 'id-card-reader',
    adapter: 'vendor-library',
    transport: `library:${path}`,
    options: { pollIntervalMs: 50, ...options },
  }
  return { config, tell: (what: string, value: number) => reader.number(`simulate_${what}`, value), reader }
}

describe.skipIf(reason !== null)(
  `a reader driven by its maker’s library${reason === null ? '' : ` (skipped: ${reason})`}`,
  slow,
  () => {
    it.each(['CVR', 'termb'] as const)('of the %s family reads a card', async (family) => {
      const { config, tell, reader } = await setUpLibrary(family)
      const device = await open(config)
      expect(device.detail).toBe(`${family}, port 1003`)
      await tell('card', 1)
      const { card, warnings } = await readCard(device)
      expect(card).toMatchObject({
        kind: 'resident',
        name: '欧试样',
        sex: 'female',
        nation: '汉',
        nationCode: '01',
        birth: '1949-12-31',
        address: '示范街1号',
        number: '11010519491231002X',
        authority: '示范分局',
        validFrom: '2015-01-02',
        validUntil: '长期',
      })
      expect(warnings).toEqual([])
      await device.close()
      expect(await reader.number('simulated_port')).toBe(0)
    })

    it('waits for a card, says so where none comes, and can be called off', async () => {
      const { config, tell } = await setUpLibrary('CVR', { port: 1003 })
      const device = await open(config)
      await expect(readCard(device, 200)).rejects.toMatchObject({ code: 'id-card.no-card' })
      const cancel = new AbortController()
      const called = device.invoke('id-card:read', { timeoutMs: 20_000 }, cancel.signal)
      cancel.abort()
      await expect(called).rejects.toMatchObject({ code: 'device.cancelled' })
      const reading = readCard(device)
      await tell('card', 1)
      expect((await reading).card.name).toBe('欧试样')
    })

    it('that cannot read, or reads what is no text, says so and reads the next card', async () => {
      const { config, tell } = await setUpLibrary('CVR')
      const device = await open(config)
      await tell('card', 2)
      await expect(readCard(device)).rejects.toMatchObject({ code: 'id-card.read-failed' })
      await tell('card', 1)
      await tell('noise', 1)
      await expect(readCard(device)).rejects.toMatchObject({ code: 'id-card.corrupt-data' })
      await tell('noise', 0)
      expect((await readCard(device)).card.name).toBe('欧试样')
    })

    it('whose function hangs is not waited for, nor asked again before it has come back', async () => {
      const { config, tell } = await setUpLibrary('CVR', { callMs: 500 })
      const device = await open(config)
      await tell('card', 1)
      await tell('slowness', 2)
      const late = { code: 'device.timeout' }
      await expect(readCard(device)).rejects.toMatchObject({
        ...late,
        message: expect.stringContaining('took over') as string,
      })
      await expect(readCard(device)).rejects.toMatchObject({
        ...late,
        message: expect.stringContaining('has not come back') as string,
      })
      await expect
        .poll(
          () =>
            readCard(device).then(
              ({ card }) => card.name,
              () => null,
            ),
          slow,
        )
        .toBe('欧试样')
    })

    it('finds no reader at a port where there is none', async () => {
      const { config } = await setUpLibrary('CVR', { port: 1 })
      await expect(openDevice(config, quietContext, never())).rejects.toMatchObject({
        code: 'device.open-failed',
      })
    })
  },
)

describe('a maker’s library', slow, () => {
  const config = (path: string): DeviceConfigOf<'vendor-library'> => ({
    id: 'reader',
    kind: 'id-card-reader',
    adapter: 'vendor-library',
    transport: `library:${path}`,
  })

  it('that is not there, or is none, is an error that says so', async () => {
    const noLibrary = join(await temporaryFolder(), 'termb.so')
    const missing = { code: 'id-card.library-missing' }
    await expect(openDevice(config(noLibrary), quietContext, never())).rejects.toMatchObject(missing)
    await writeFile(noLibrary, 'MZ, but of another machine')
    await expect(openDevice(config(noLibrary), quietContext, never())).rejects.toMatchObject(missing)
  })

  it('is named by its whole path', () => {
    const parsed = deviceConfigSchema.safeParse({ ...config('/x'), transport: 'library:termb.dll' })
    expect(parsed.error?.issues[0]?.message).toContain('完整路径')
  })
})
