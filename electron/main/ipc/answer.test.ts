import { describe, expect, it } from 'vitest'
import { channels } from '#shell/contract'
import type { Log } from '../modules/log.ts'
import { answerFor, placesOf } from './answer.ts'

const noLog = { write: () => undefined } as unknown as Log

describe('what a page is told', () => {
  it('of an unexpected failure is the channel and nothing else', () => {
    const failure = Object.assign(new Error("ENOENT: no such file, open '/srv/secret/station.key'"), {
      code: 'ENOENT',
      path: '/srv/secret/station.key',
    })
    expect(answerFor(failure, 'keys:store', noLog)).toEqual({
      ok: false,
      error: { code: 'shell.internal', message: 'keys:store failed', retryable: false },
    })
  })

  it('of a wrong argument are its places, without the words that the caller put there', () => {
    const parsed = channels['hub:send'].input.safeParse({
      requestId: 1,
      headers: { '110101199003070000': 'x', '../../etc': 'y' },
    })
    const places = placesOf(parsed.error?.issues ?? [])
    expect(places).toContain('requestId')
    expect(places).toContain('headers.*')
    expect(places).not.toContain('110101')
    expect(places).not.toContain('etc')
  })

  it('of very many wrong entries are the first few', () => {
    const parts = Array.from({ length: 10_000 }, () => 0)
    const parsed = channels['packets:write'].input.safeParse({ parts })
    expect(placesOf(parsed.error?.issues ?? []).length).toBeLessThan(200)
  })
})
