import type { IdCardReading, SocialSecurityReading } from '#devices/contract'
import { describe, expect, it, vi } from 'vitest'
import { readPersonCard } from './person-card.ts'

const idReading = { card: { name: '甲' }, warnings: [] } as unknown as IdCardReading
const socialReading = { card: { name: '乙' }, warnings: [] } as unknown as SocialSecurityReading

/** A reader at which a card is laid, or none until it is called off. */
function reader<T>(outcome: T | Error | null) {
  const calledOff = vi.fn()
  const read = vi.fn((_input: unknown, signal: AbortSignal) => {
    if (outcome instanceof Error) return Promise.reject(outcome)
    if (outcome !== null) return Promise.resolve(outcome)
    return new Promise<T>((_, reject) => {
      signal.addEventListener('abort', () => {
        calledOff()
        reject(new Error('called off'))
      })
    })
  })
  return { read, calledOff }
}

const signal = () => new AbortController().signal

describe('a person’s card', () => {
  it('is the one that comes first, and the other reader is called off', async () => {
    const id = reader<IdCardReading>(null)
    const social = reader(socialReading)
    const reading = await readPersonCard({ idCard: id.read, socialSecurity: social.read }, 100, signal())
    expect(reading).toEqual({ from: 'social-security-card', ...socialReading })
    expect(id.calledOff).toHaveBeenCalledOnce()
    expect(id.read.mock.calls[0]?.[0]).toEqual({ timeoutMs: 100, latestAddress: true })
  })

  it('is read at the ID card reader though the reader beside it fails', async () => {
    const social = reader<SocialSecurityReading>(new Error('no service'))
    const readers = { idCard: reader(idReading).read, socialSecurity: social.read }
    expect(await readPersonCard(readers, 100, signal())).toEqual({ from: 'id-card', ...idReading })
  })

  it('is not read when the ID card reader fails, and the other one is called off', async () => {
    const social = reader<SocialSecurityReading>(null)
    const idCard = reader<IdCardReading>(new Error('unplugged')).read
    await expect(readPersonCard({ idCard, socialSecurity: social.read }, 100, signal())).rejects.toThrow(
      'unplugged',
    )
    expect(social.calledOff).toHaveBeenCalledOnce()
  })

  it('is a social security card where there is no other reader, and its failure is told', async () => {
    const readers = { idCard: null, socialSecurity: reader(socialReading).read }
    expect((await readPersonCard(readers, 100, signal())).from).toBe('social-security-card')
    const broken = { idCard: null, socialSecurity: reader<SocialSecurityReading>(new Error('broken')).read }
    await expect(readPersonCard(broken, 100, signal())).rejects.toThrow('broken')
  })

  it('is waited for no longer when the clerk calls it off', async () => {
    const abort = new AbortController()
    const id = reader<IdCardReading>(null)
    const social = reader<SocialSecurityReading>(null)
    const reading = readPersonCard({ idCard: id.read, socialSecurity: social.read }, 100, abort.signal)
    abort.abort()
    await expect(reading).rejects.toThrow('called off')
    expect(social.calledOff).toHaveBeenCalled()
  })
})
