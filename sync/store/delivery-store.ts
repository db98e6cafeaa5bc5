import {
  delivers,
  type DeliveryRecord,
  type OutboxEntry,
  type TaskRecord,
  taskRecordSchema,
} from '#sync/outbox'
import type { PickUp, Review, Withdrawal } from '#sync/model'
import { type Connection, demandRow } from './connection.ts'
import type { IntakeRow, TaskRow } from './database.ts'
import { type RowCipher, sameRevision } from './row-cipher.ts'
import { orDamaged, StoreError } from './store-error.ts'
import { type StoredDetails, storedDetailsSchema } from './stored-details.ts'

/** The sealed packet of one intake, without its parts' bytes. */
export interface StoredPacket {
  readonly intakeId: string
  readonly receiptNumber: string
  readonly headerBytes: Uint8Array<ArrayBuffer>
  readonly signature: Uint8Array<ArrayBuffer>
  readonly packetHash: string
}

/** What else one transaction of {@link DeliveryStore.change} does. */
export interface SideEffects {
  readonly removeEntries?: readonly string[]
  readonly putEntries?: readonly OutboxEntry[]
  /** Put only where the record of their intake changed by this very call: a repeat adds nothing. */
  readonly putEntriesOnce?: readonly OutboxEntry[]
  /** Moves the feed's cursor; refused when it is not at `from` any more. */
  readonly cursor?: { readonly from: string | null; readonly to: string | null }
}

/** What the hub has confirmed of one intake. */
export interface DeliveredHolding {
  readonly intakeId: string
  readonly packetHash: string
  readonly provinceNumber: string | null
  readonly withdrawalId: string | null
  readonly pickUpIds: readonly string[]
  readonly paid: boolean
}

interface RecordWrite {
  /** Rows as they were read: nothing is written over a newer one. */
  readonly row: IntakeRow
  readonly taskRows: readonly TaskRow[]
  readonly intake: IntakeRow
  readonly tasks: readonly TaskRow[]
}

interface LoadedRecord {
  readonly row: IntakeRow
  readonly details: StoredDetails
  readonly taskRows: readonly TaskRow[]
  readonly record: DeliveryRecord
}

const conflictLimit = 8

/** What the engine needs: the outbox, the packets to send, and the records that the hub's answers change. */
export class DeliveryStore {
  readonly #connection: Connection
  readonly #cipher: RowCipher

  constructor(connection: Connection, cipher: RowCipher) {
    this.#connection = connection
    this.#cipher = cipher
  }

  /** All entries that are to be sent. */
  async pendingEntries(): Promise<OutboxEntry[]> {
    const { relaxed } = this.#connection
    return this.#connection.run('the outbox', () => relaxed.outbox.where('state').equals('pending').toArray())
  }

  /** One intake's entries that are to be sent, in their order. */
  async entriesOf(intakeId: string): Promise<OutboxEntry[]> {
    const { relaxed } = this.#connection
    const rows = await this.#connection.run('the outbox', () =>
      relaxed.outbox.where('intakeId').equals(intakeId).toArray(),
    )
    return rows.filter((row) => row.state === 'pending').sort((a, b) => a.order - b.order)
  }

  /** Keeps attempts and schedule. Relaxed: losing it costs an attempt. Entries that are gone stay gone. */
  async saveEntries(entries: readonly OutboxEntry[]): Promise<void> {
    const { relaxed } = this.#connection
    await this.#connection.run('the outbox', () =>
      relaxed.transaction('rw', relaxed.outbox, async () => {
        const there = await relaxed.outbox.bulkGet(entries.map((entry) => entry.entryId))
        await relaxed.outbox.bulkPut(entries.filter((_, index) => there[index]?.state === 'pending'))
      }),
    )
  }

  /** Puts an intake's delivery back to the start: the hub has lost what it had answered for. What follows it stays. */
  async replaceEntries(intakeId: string, entries: readonly OutboxEntry[]): Promise<void> {
    const { strict } = this.#connection
    await this.#connection.run('the outbox', () =>
      strict.transaction('rw', strict.outbox, async () => {
        await strict.outbox.where('intakeId').equals(intakeId).filter(delivers).delete()
        await strict.outbox.bulkPut([...entries])
      }),
    )
  }

  /** @throws StoreError `store-damaged` when the intake of an outbox entry is not there. */
  async packet(intakeId: string): Promise<StoredPacket> {
    const { relaxed } = this.#connection
    const row = demandRow(
      await this.#connection.run('an intake', () => relaxed.intakes.get(intakeId)),
      'an intake',
    )
    const details = await this.#cipher.openJson('intakes', intakeId, row, storedDetailsSchema)
    return {
      intakeId,
      receiptNumber: details.intake.receiptNumber,
      headerBytes: new Uint8Array(row.headerBytes),
      signature: new Uint8Array(row.signature),
      packetHash: row.packetHash,
    }
  }

  /** 撤回 as it was registered for an intake; null where there is none, or the hub never took the intake. */
  async withdrawal(intakeId: string): Promise<Withdrawal | null> {
    const { relaxed } = this.#connection
    const row = await this.#connection.run('an intake', () => relaxed.intakes.get(intakeId))
    if (row === undefined || row.delivery === 'refused') return null
    const { withdrawal } = await this.#cipher.openJson('intakes', intakeId, row, storedDetailsSchema)
    if (withdrawal === null) return null
    const { state: _, ...said } = withdrawal
    return said
  }

  /** 取件签收 as it was registered under this id; null where there is none. */
  async pickUp(intakeId: string, pickUpId: string): Promise<PickUp | null> {
    const { relaxed } = this.#connection
    const row = await this.#connection.run('an intake', () => relaxed.intakes.get(intakeId))
    if (row === undefined) return null
    const { pickUps } = await this.#cipher.openJson('intakes', intakeId, row, storedDetailsSchema)
    const found = pickUps.find((one) => one.pickUpId === pickUpId)
    if (found === undefined) return null
    const { state: _state, collector: _collector, ...said } = found
    return said
  }

  /** 好差评 as it was given; null where nobody gave one, or the hub never took the intake. */
  async review(intakeId: string): Promise<Review | null> {
    const { relaxed } = this.#connection
    const row = await this.#connection.run('an intake', () => relaxed.intakes.get(intakeId))
    if (row === undefined || row.delivery === 'refused') return null
    const { review } = await this.#cipher.openJson('intakes', intakeId, row, storedDetailsSchema)
    return review?.outcome === 'rated' ? review.review : null
  }

  /** Ids and sizes of an intake's sealed parts. */
  async partShapes(intakeId: string): Promise<{ id: string; size: number }[]> {
    const { relaxed } = this.#connection
    const rows = await this.#connection.run('the parts', () =>
      relaxed.parts.where('intakeId').equals(intakeId).toArray(),
    )
    return rows.map((row) => ({ id: row.partId, size: row.bytes.byteLength }))
  }

  /** A part's ciphertext. @throws StoreError `store-damaged` when it is not there. */
  async partBytes(intakeId: string, partId: string): Promise<Uint8Array<ArrayBuffer>> {
    const { relaxed } = this.#connection
    const row = await this.#connection.run('a part', () => relaxed.parts.get(`${intakeId}/${partId}`))
    return new Uint8Array(demandRow(row, 'a part').bytes)
  }

  /** How many intakes the hub does not have yet, and when the oldest of them was submitted. */
  async pending(): Promise<{ count: number; oldestAt: string | null }> {
    const { relaxed } = this.#connection
    return this.#connection.run('the intakes', async () => {
      const waiting = () =>
        relaxed.intakes.where('[delivery+submittedAt]').between(['waiting', ''], ['waiting', '\uffff'])
      const first = await waiting().first()
      return {
        count: first === undefined ? 0 : await waiting().count(),
        oldestAt: first?.submittedAt ?? null,
      }
    })
  }

  async cursor(): Promise<string | null> {
    const { relaxed } = this.#connection
    return (await this.#connection.run('the feed', () => relaxed.feed.get('cursor')))?.cursor ?? null
  }

  /** Asks for the whole feed again, and what the hub has of all that was delivered: both are harmless to do twice. */
  async resetCursor(): Promise<void> {
    const { strict } = this.#connection
    await this.#connection.run('the feed', () =>
      strict.feed.bulkPut([
        { key: 'cursor', cursor: null },
        { key: 'epoch', cursor: null },
      ]),
    )
  }

  /** The hub's epoch in which all that was delivered was compared with what the hub has. */
  async epoch(): Promise<string | null> {
    const { relaxed } = this.#connection
    return (await this.#connection.run('the feed', () => relaxed.feed.get('epoch')))?.cursor ?? null
  }

  async noteEpoch(epoch: string): Promise<void> {
    const { strict } = this.#connection
    await this.#connection.run('the feed', () => strict.feed.put({ key: 'epoch', cursor: epoch }))
  }

  /**
   * What the hub has confirmed, by intake id.
   * @param after the `next` of the page before; '' to begin
   */
  async holdings(
    after: string,
    limit: number,
  ): Promise<{ holdings: DeliveredHolding[]; next: string | null }> {
    const { relaxed } = this.#connection
    const rows = await this.#connection.run('the delivered intakes', () =>
      relaxed.intakes.where('intakeId').above(after).limit(limit).toArray(),
    )
    const delivered = rows.filter((row) => row.delivery === 'delivered')
    const holdings = await Promise.all(
      delivered.map(async (row): Promise<DeliveredHolding> => {
        const details = await this.#cipher
          .openJson('intakes', row.intakeId, row, storedDetailsSchema)
          .catch(orDamaged)
        const { intakeId, packetHash } = row
        return {
          intakeId,
          packetHash,
          provinceNumber: details?.provinceNumber ?? null,
          withdrawalId: details?.withdrawal?.state === 'done' ? details.withdrawal.withdrawalId : null,
          pickUpIds: (details?.pickUps ?? [])
            .filter((one) => one.state === 'done')
            .map((one) => one.pickUpId),
          paid: (details?.payment ?? null) !== null,
        }
      }),
    )
    return { holdings, next: rows.length < limit ? null : (rows.at(-1)?.intakeId ?? null) }
  }

  /**
   * Changes the records of these intakes by a pure function, and the outbox and the cursor with them, in one strict
   * transaction. Decryption happens before and encryption in between, outside of it; when a row was written by someone
   * else meanwhile, the whole is done again on what is there now. Intakes that are not here are left out.
   * @returns the records that changed, or null when the cursor had moved on: nothing was written then.
   */
  async change(
    intakeIds: readonly string[],
    transform: (record: DeliveryRecord) => DeliveryRecord,
    effects: SideEffects = {},
  ): Promise<DeliveryRecord[] | null> {
    for (let conflicts = 0; conflicts < conflictLimit; conflicts++) {
      const loaded = await this.#load(intakeIds)
      const changed = loaded
        .map((before) => ({ before, after: transform(before.record) }))
        .filter(({ before, after }) => after !== before.record)
      const writes = await Promise.all(changed.map(({ before, after }) => this.#seal(before, after)))
      const touched = new Set(changed.map(({ after }) => after.intakeId))
      const once = (effects.putEntriesOnce ?? []).filter((entry) => touched.has(entry.intakeId))
      const outcome = await this.#commit(writes, {
        ...effects,
        putEntries: [...(effects.putEntries ?? []), ...once],
      })
      if (outcome === 'stale-cursor') return null
      if (outcome === 'written') return changed.map(({ after }) => after)
    }
    throw new StoreError('store-unavailable', 'a record was written by others at every attempt')
  }

  async #load(intakeIds: readonly string[]): Promise<LoadedRecord[]> {
    const { strict } = this.#connection
    const ids = [...new Set(intakeIds)]
    const [rows, tasks] = await this.#connection.run('the records', () =>
      strict.transaction(
        'r',
        strict.intakes,
        strict.tasks,
        async () =>
          [
            (await strict.intakes.bulkGet(ids)).filter((row) => row !== undefined),
            await strict.tasks.where('intakeId').anyOf(ids).toArray(),
          ] as [IntakeRow[], TaskRow[]],
      ),
    )
    return Promise.all(
      rows.map(async (row): Promise<LoadedRecord> => {
        const details = await this.#cipher.openJson('intakes', row.intakeId, row, storedDetailsSchema)
        const taskRows = tasks.filter((task) => task.intakeId === row.intakeId)
        const opened = taskRows.map((task) =>
          this.#cipher.openJson('tasks', task.taskId, task, taskRecordSchema),
        )
        const record: DeliveryRecord = {
          intakeId: row.intakeId,
          operatorId: row.operatorId,
          receiptNumber: details.intake.receiptNumber,
          delivery: row.delivery,
          provinceNumber: details.provinceNumber,
          cases: details.cases,
          payment: details.payment,
          withdrawal: details.withdrawal,
          pickUps: details.pickUps,
          review: details.review,
          tasks: await Promise.all(opened),
        }
        return { row, details, taskRows, record }
      }),
    )
  }

  async #seal(before: LoadedRecord, after: DeliveryRecord): Promise<RecordWrite> {
    const { row, details, taskRows, record } = before
    const next: StoredDetails = {
      ...details,
      provinceNumber: after.provinceNumber,
      cases: [...after.cases],
      payment: after.payment,
      withdrawal: after.withdrawal,
      pickUps: [...after.pickUps],
      review: after.review,
    }
    const intake: IntakeRow = {
      ...row,
      delivery: after.delivery,
      ...(await this.#cipher.sealJson('intakes', row.intakeId, next)),
    }
    const touched = after.tasks.filter((task) => !record.tasks.includes(task))
    const tasks = await Promise.all(touched.map((task) => this.#sealTask(row, task)))
    return { row, taskRows, intake, tasks }
  }

  async #sealTask(row: IntakeRow, task: TaskRecord): Promise<TaskRow> {
    const { taskId, state } = task
    const sealed = await this.#cipher.sealJson('tasks', taskId, task)
    return { taskId, intakeId: row.intakeId, operatorId: row.operatorId, state, ...sealed }
  }

  #commit(
    writes: readonly RecordWrite[],
    effects: SideEffects,
  ): Promise<'written' | 'conflict' | 'stale-cursor'> {
    const { strict } = this.#connection
    return this.#connection.run('the records', () =>
      strict.transaction('rw', strict.intakes, strict.tasks, strict.outbox, strict.feed, async () => {
        if (effects.cursor !== undefined) {
          const at = (await strict.feed.get('cursor'))?.cursor ?? null
          if (at !== effects.cursor.from) return 'stale-cursor'
        }
        for (const { row, taskRows } of writes) {
          const now = await strict.intakes.get(row.intakeId)
          if (now === undefined || !sameRevision(now, row)) return 'conflict'
          const tasks = await strict.tasks.bulkGet(taskRows.map((task) => task.taskId))
          if (
            tasks.some((task, index) => task === undefined || !sameRevision(task, taskRows[index] as TaskRow))
          )
            return 'conflict'
        }
        await strict.intakes.bulkPut(writes.map((write) => write.intake))
        await strict.tasks.bulkPut(writes.flatMap((write) => write.tasks))
        if (effects.removeEntries !== undefined) await strict.outbox.bulkDelete([...effects.removeEntries])
        await strict.outbox.bulkPut([...(effects.putEntries ?? [])])
        if (effects.cursor !== undefined) await strict.feed.put({ key: 'cursor', cursor: effects.cursor.to })
        return 'written'
      }),
    )
  }
}
