import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { transferPieceBytes, TransferClient } from '#sync/api'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { TestTerminal } from '../terminal.test-support.ts'
import { TestHub } from '../test-hub.test-support.ts'

let serial = 0
const newId = (): string => (++serial).toString(16).padStart(32, '0')
const code = (name: string) => ({ ok: false, failure: { code: `hub.${name}` } })

describe('drafts on their way between terminals', () => {
  let hub: TestHub
  let sender: TransferClient
  let taker: TransferClient
  let senderTerminal: TestTerminal
  let takerTerminal: TestTerminal
  const sealed = new Uint8Array(transferPieceBytes + 1000).map((_, index) => index % 251)

  beforeAll(async () => {
    hub = await TestHub.start()
    senderTerminal = await hub.terminal()
    takerTerminal = await hub.terminal()
  }, 60_000)
  afterAll(() => hub.remove())
  beforeEach(() => {
    sender = new TransferClient(senderTerminal.client)
    taker = new TransferClient(takerTerminal.client)
  })

  const onDisk = (id: string): Promise<boolean> =>
    access(join(hub.folder, 'parts', id, 'draft.part')).then(
      () => true,
      () => false,
    )

  it('are fetched piece by piece by one terminal, which learns where they come from, and are then gone', async () => {
    const id = newId()
    expect(await sender.store(id, sealed)).toMatchObject({ ok: true, value: { state: 'waiting' } })
    expect(await sender.store(id, sealed)).toMatchObject({ ok: true, value: { state: 'waiting' } })
    expect(await taker.claim(id)).toMatchObject({
      ok: true,
      value: { fromTerminal: senderTerminal.terminalId, fromName: '试验终端', size: sealed.length },
    })
    const pieces = [await taker.piece(id, 0), await taker.piece(id, transferPieceBytes)]
    const whole = pieces.map((piece) =>
      piece.ok ? Buffer.from(piece.value.bytes, 'base64url') : expect.fail(),
    )
    expect(Buffer.concat(whole).equals(sealed)).toBe(true)
    expect(await onDisk(id)).toBe(true)
    expect(await taker.confirm(id)).toMatchObject({ ok: true, value: { state: 'taken' } })
    expect(await taker.confirm(id)).toMatchObject({ ok: true, value: { state: 'taken' } })
    expect(await onDisk(id)).toBe(false)
    expect(await sender.state(id)).toMatchObject({ ok: true, value: { state: 'taken' } })
    expect(await taker.claim(id)).toMatchObject(code('transfer-taken'))
  })

  it('two terminals never both have one: not while it is claimed, not after it was called back', async () => {
    const third = new TransferClient((await hub.terminal()).client)
    const id = newId()
    await sender.store(id, sealed)
    await taker.claim(id)
    expect(await third.claim(id)).toMatchObject(code('transfer-taken'))
    expect(await third.piece(id, 0)).toMatchObject(code('transfer-unknown'))
    expect(await sender.recall(id)).toMatchObject({ value: { state: 'claimed' } })
    await hub.database.rows(
      "UPDATE draft_transfers SET claimed_at = now() - interval '1 hour' WHERE transfer_id = $1",
      [id],
    )
    expect(await sender.recall(id)).toMatchObject({ value: { state: 'recalled' } })
    expect(await taker.confirm(id)).toMatchObject(code('transfer-unknown'))
    expect(await onDisk(id)).toBe(false)
  })

  it('hold for a day, and leave no ciphertext behind', async () => {
    const id = newId()
    await sender.store(id, sealed)
    await hub.database.rows(
      "UPDATE draft_transfers SET expires_at = now() - interval '1 second' WHERE transfer_id = $1",
      [id],
    )
    expect(await taker.claim(id)).toMatchObject(code('transfer-expired'))
    expect(await sender.state(id)).toMatchObject({ value: { state: 'expired' } })
    expect(await onDisk(id)).toBe(false)
  })

  it('are nobody else’s to ask about, to call back, or to write over', async () => {
    const id = newId()
    await sender.store(id, sealed)
    expect(await taker.state(id)).toMatchObject(code('transfer-unknown'))
    expect(await taker.recall(id)).toMatchObject(code('transfer-unknown'))
    expect(await taker.store(id, sealed)).toMatchObject(code('hash-conflict'))
    expect(await sender.store(id, sealed.slice(1))).toMatchObject(code('hash-conflict'))
    expect(await taker.claim(newId())).toMatchObject(code('transfer-unknown'))
    expect(await taker.claim('../../etc')).toMatchObject({ ok: false })
  })

  it('are not stored without end by one terminal', async () => {
    const hoarder = new TransferClient((await hub.terminal()).client)
    for (let at = 0; at < 20; at += 1)
      expect((await hoarder.store(newId(), sealed.slice(0, 40))).ok).toBe(true)
    expect(await hoarder.store(newId(), sealed)).toMatchObject(code('transfer-limit'))
  })
})
