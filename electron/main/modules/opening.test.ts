import { expect, it, vi } from 'vitest'
import { Opening } from './opening.ts'

const full = (): Error => Object.assign(new Error('no space'), { code: 'ENOSPC' })

it('is done once for all who ask', async () => {
  const open = vi.fn(async () => 'open')
  const opening = new Opening(open, async () => undefined)
  expect(await Promise.all([opening.once(), opening.once(), opening.whenThereIsRoom()])).toEqual(
    Array(3).fill('open'),
  )
  expect(open).toHaveBeenCalledTimes(1)
})

it('gives up what was held back when the disk is full, and goes on', async () => {
  let room = 0
  const opening = new Opening(
    async () => {
      if (room === 0) throw full()
      return 'open'
    },
    async () => void (room = 64),
  )
  expect(await opening.once()).toBe('open')
})

it('says that the disk is full, and begins anew when somebody has made room', async () => {
  let room = 0
  const opening = new Opening(
    async () => {
      if (room === 0) throw full()
      return 'open'
    },
    async () => undefined,
  )
  await expect(opening.once()).rejects.toMatchObject({ code: 'storage.disk-full' })
  expect(opening.current).toBeNull()
  vi.useFakeTimers()
  const waiting = opening.whenThereIsRoom()
  room = 1
  await vi.advanceTimersByTimeAsync(10_000)
  vi.useRealTimers()
  expect(await waiting).toBe('open')
})

it('fails for good for any other reason', async () => {
  const open = vi.fn(async () => Promise.reject(new Error('keys')))
  const opening = new Opening(open, async () => undefined)
  await expect(opening.whenThereIsRoom()).rejects.toThrow('keys')
  await expect(opening.once()).rejects.toThrow('keys')
  expect(open).toHaveBeenCalledTimes(1)
})
