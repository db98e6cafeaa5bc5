import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decide, isGoodMoment, quietSeconds, type Doings, type Standing } from './decide.ts'
import { manifestSchema, rings, type Manifest } from './manifest.ts'
import { compareVersions } from './version.ts'

const small = fc.nat(3)
const version = fc.tuple(small, small, small).map((numbers) => numbers.join('.'))
const day = fc.nat(40).map((days) => new Date(Date.UTC(2027, 0, 1 + days)))
const iso = day.map((date) => date.toISOString())
const arch = fc.constantFrom('amd64' as const, 'arm64' as const)

const release = fc
  .record({
    versions: fc.tuple(version, version).filter(([a, b]) => compareVersions(a, b) !== 0),
    isWithdrawn: fc.boolean(),
    days: fc.tuple(iso, iso, iso),
    arches: fc.uniqueArray(arch, { minLength: 1 }),
  })
  .map(({ versions, isWithdrawn, days, arches }) => {
    const [from = '', to = ''] = [...versions].sort(compareVersions)
    const [pilot = '', early = '', general = ''] = [...days].sort()
    const packages = arches.map((one) => ({
      arch: one,
      file: `y_${to}_${one}.deb`,
      bytes: 1,
      sha256: 'a'.repeat(64),
    }))
    return { version: to, from, isWithdrawn, offered: { pilot, early, general }, packages }
  })

const manifest: fc.Arbitrary<Manifest> = fc
  .record({
    serial: fc.integer({ min: 1, max: 5 }),
    validUntil: iso,
    releases: fc.uniqueArray(release, { selector: (one) => one.version, maxLength: 6 }),
  })
  .map((parts) => manifestSchema.parse({ schema: 1, product: 'yichuang', ...parts }))

const standing: fc.Arbitrary<Standing> = fc.record({
  installed: version,
  arch,
  ring: fc.constantFrom(...rings),
  now: day,
  seenSerial: fc.nat(5),
  failed: fc.array(version, { maxLength: 3 }),
})

const always = (check: (manifest: Manifest, standing: Standing) => void): void =>
  fc.assert(fc.property(manifest, standing, check), { numRuns: 500 })

describe('what a terminal is offered', () => {
  it('is newer than what it has, whatever a manifest says', () => {
    always((one, mine) => {
      const decision = decide(one, mine)
      if ('offer' in decision)
        expect(compareVersions(decision.offer.version, mine.installed)).toBeGreaterThan(0)
    })
  })

  it('is offered to its ring by now, for its machine, not withdrawn, not failed before, within reach', () => {
    always((one, mine) => {
      const decision = decide(one, mine)
      if (!('offer' in decision)) return
      const { offer, pack } = decision
      expect(Date.parse(offer.offered[mine.ring])).toBeLessThanOrEqual(mine.now.getTime())
      expect(pack.arch).toBe(mine.arch)
      expect(offer.isWithdrawn).toBe(false)
      expect(mine.failed).not.toContain(offer.version)
      expect(compareVersions(mine.installed, offer.from)).toBeGreaterThanOrEqual(0)
    })
  })

  it('is the newest of those', () => {
    always((one, mine) => {
      const decision = decide(one, mine)
      if (!('offer' in decision)) return
      for (const other of one.releases) {
        if (compareVersions(other.version, decision.offer.version) <= 0) continue
        expect(decide({ ...one, releases: [other] }, mine)).toHaveProperty('refusal')
      }
    })
  })

  it('is nothing from a manifest that is older than one seen, or past its day', () => {
    always((one, mine) => {
      const late = mine.now.getTime() > Date.parse(one.validUntil)
      if (one.serial < mine.seenSerial || late) expect(decide(one, mine)).toHaveProperty('refusal')
    })
  })

  it('reaches a later ring no sooner than an earlier one', () => {
    always((one, mine) => {
      const offered = rings.map((ring) => {
        const decision = decide(one, { ...mine, ring })
        return 'offer' in decision ? decision.offer.version : '0.0.0'
      })
      const [pilot = '', early = '', general = ''] = offered
      expect(compareVersions(pilot, early)).toBeGreaterThanOrEqual(0)
      expect(compareVersions(early, general)).toBeGreaterThanOrEqual(0)
    })
  })

  it('lets go of nothing that could be had: one good release alone is offered', () => {
    always((one, mine) => {
      for (const only of one.releases) {
        const fits =
          compareVersions(only.version, mine.installed) > 0 &&
          compareVersions(only.from, mine.installed) <= 0 &&
          !only.isWithdrawn &&
          !mine.failed.includes(only.version) &&
          Date.parse(only.offered[mine.ring]) <= mine.now.getTime() &&
          only.packages.some((pack) => pack.arch === mine.arch)
        const fresh = { ...one, serial: 9, validUntil: '2030-01-01T00:00:00.000Z', releases: [only] }
        expect('offer' in decide(fresh, mine)).toBe(fits)
      }
    })
  })
})

describe('the moment of an update', () => {
  const quiet: Doings = {
    isSignedIn: false,
    isVisited: false,
    secondsSinceLastTouch: quietSeconds,
    unsaved: 0,
    inFlight: 0,
    waiting: 7,
    waitingAndSealed: 7,
  }

  it('is good when nobody is served, though much may wait for the hub', () => {
    expect(isGoodMoment(quiet)).toBe(true)
  })

  it.each<[string, Partial<Doings>]>([
    ['somebody is signed in', { isSignedIn: true }],
    ['a citizen is there', { isVisited: true }],
    ['it was touched just now', { secondsSinceLastTouch: quietSeconds - 1 }],
    ['an intake is not saved yet', { unsaved: 1 }],
    ['a request is under way', { inFlight: 1 }],
    ['one that waits has no sealed packet', { waitingAndSealed: 6 }],
  ])('is not when %s', (_when, change) => {
    expect(isGoodMoment({ ...quiet, ...change })).toBe(false)
  })
})
