import type { Intake } from '#sync/model'
import type { DeliveryRecord, OutboxEntry, TaskRecord } from '#sync/outbox'
import { taskRecordSchema } from '#sync/outbox'
import type { Connection } from './connection.ts'
import { deferralTasks } from './deferral-tasks.ts'
import type { BlindIndex } from './blind-index.ts'
import { bufferOf, type IntakeRow, type PartRow, type TaskRow } from './database.ts'
import type { RowCipher } from './row-cipher.ts'
import { searchRowOf } from './search-row.ts'
import { orDamaged } from './store-error.ts'
import { type StoredDetails, storedDetailsSchema } from './stored-details.ts'

/** An intake with its sealed packet, ready to be kept. */
export interface SealedIntake {
  readonly intake: Intake
  readonly sequence: number
  readonly packet: {
    readonly headerBytes: Uint8Array
    readonly signature: Uint8Array
    /** SHA-256, lowercase hex. */
    readonly packetHash: string
    readonly parts: readonly { readonly id: string; readonly bytes: Uint8Array }[]
  }
  readonly entries: readonly OutboxEntry[]
}

/** An intake as it is stored, decrypted. */
export interface StoredIntake extends Omit<DeliveryRecord, 'operatorId' | 'receiptNumber'> {
  readonly intake: Intake
}

/** Submitted intakes: kept once, strictly, and read by the operator who took them in. */
export class IntakeStore {
  readonly #connection: Connection
  readonly #cipher: RowCipher
  readonly #index: BlindIndex | null

  /** @param index null where nobody searches: then no token of what is kept lies on the disk. */
  constructor(connection: Connection, cipher: RowCipher, index: BlindIndex | null = null) {
    this.#connection = connection
    this.#cipher = cipher
    this.#index = index
  }

  /**
   * The strict transaction of a submission: intake, parts and outbox entries are there and the draft is not, or
   * nothing of it happened. When it resolves, it is on disk. Keeping the same intake again changes nothing but the draft.
   * @throws StoreError, `store-quota` above all.
   */
  async keep(sealed: SealedIntake, delivery: 'waiting' | 'delivered' = 'waiting'): Promise<void> {
    const { intake, packet } = sealed
    const details: StoredDetails = {
      schema: 1,
      intake,
      provinceNumber: null,
      cases: [],
      payment: null,
      withdrawal: null,
      pickUps: [],
      review: null,
    }
    const row: IntakeRow = {
      intakeId: intake.intakeId,
      sequence: sealed.sequence,
      operatorId: intake.operator.id,
      submittedAt: intake.submittedAt,
      delivery,
      headerBytes: bufferOf(packet.headerBytes),
      signature: bufferOf(packet.signature),
      packetHash: packet.packetHash,
      ...(await this.#cipher.sealJson('intakes', intake.intakeId, details)),
    }
    const parts = packet.parts.map((part): PartRow => ({
      key: `${intake.intakeId}/${part.id}`,
      intakeId: intake.intakeId,
      partId: part.id,
      bytes: bufferOf(part.bytes),
    }))
    const tasks = await Promise.all(deferralTasks(intake).map((task) => this.#taskRow(task)))
    const search = this.#index === null ? null : await searchRowOf(this.#index, details)
    const { strict } = this.#connection
    const tables = [
      ...[strict.intakes, strict.parts, strict.outbox, strict.drafts, strict.draftParts],
      ...(search === null ? [] : [strict.search]),
      ...(tasks.length > 0 ? [strict.tasks] : []),
    ]
    await this.#connection.run('a submission', () =>
      strict.transaction('rw', tables, async () => {
        if ((await strict.intakes.get(intake.intakeId)) === undefined) {
          await strict.intakes.add(row)
          await strict.parts.bulkPut(parts)
          await strict.outbox.bulkPut([...sealed.entries])
          if (search !== null) await strict.search.put(search)
          if (tasks.length > 0) await strict.tasks.bulkPut(tasks)
        }
        await strict.drafts.delete(intake.intakeId)
        await strict.draftParts.where('draftId').equals(intake.intakeId).delete()
      }),
    )
  }

  /** Removes the drafts of these intakes, whoever's they are: the submission had won. How many there were. */
  async removeDrafts(intakeIds: ReadonlySet<string>): Promise<number> {
    const { strict } = this.#connection
    return this.#connection.run('removing submitted drafts', () =>
      strict.transaction('rw', strict.drafts, strict.draftParts, async () => {
        const left = (await strict.drafts.toCollection().primaryKeys()).filter((id) => intakeIds.has(id))
        await strict.drafts.bulkDelete(left)
        if (left.length > 0) await strict.draftParts.where('draftId').anyOf(left).delete()
        return left.length
      }),
    )
  }

  /** Ids of all stored intakes. */
  async ids(): Promise<Set<string>> {
    const { strict } = this.#connection
    return new Set(
      await this.#connection.run('the intakes', () => strict.intakes.toCollection().primaryKeys()),
    )
  }

  /** Ids of stored intakes that the hub is known to have. */
  async deliveredIds(): Promise<Set<string>> {
    const { strict } = this.#connection
    const keys = this.#connection.run('the intakes', () =>
      strict.intakes
        .where('[delivery+submittedAt]')
        .between(['delivered', ''], ['delivered', '\uffff'])
        .primaryKeys(),
    )
    return new Set(await keys)
  }

  /** One intake, or null. @throws StoreError `store-damaged`. */
  async get(intakeId: string): Promise<StoredIntake | null> {
    const { strict } = this.#connection
    const row = await this.#connection.run('an intake', () => strict.intakes.get(intakeId))
    return row === undefined ? null : ((await this.#open([row]))[0] ?? null)
  }

  /** Those of these that are this operator's, in the order in which they were asked for. Damaged ones are left out. */
  async some(operatorId: string, intakeIds: readonly string[]): Promise<StoredIntake[]> {
    const { relaxed } = this.#connection
    const rows = await this.#connection.run('the intakes', () => relaxed.intakes.bulkGet([...intakeIds]))
    const own = rows.filter((row) => row?.operatorId === operatorId) as IntakeRow[]
    const opened = await Promise.all(own.map((row) => this.#open([row]).catch(orDamaged)))
    return opened.flatMap((one) => one ?? [])
  }

  /** The operator's newest intakes, newest first. */
  async list(operatorId: string, limit: number): Promise<StoredIntake[]> {
    const { strict } = this.#connection
    const rows = await this.#connection.run('the intakes', () =>
      strict.intakes
        .where('[operatorId+sequence]')
        .between([operatorId, -Infinity], [operatorId, Infinity])
        .reverse()
        .limit(limit)
        .toArray(),
    )
    return this.#open(rows)
  }

  /**
   * The operator's open tasks, newest first.
   * @param options.asleep with the reminders of papers that are not due for long
   */
  async openTasks(
    operatorId: string,
    options: { asleep: boolean } = { asleep: false },
  ): Promise<TaskRecord[]> {
    const { strict } = this.#connection
    const states = ['new', 'seen', ...(options.asleep ? ['later'] : [])].map((state) => [operatorId, state])
    const rows = await this.#connection.run('the tasks', () =>
      strict.tasks.where('[operatorId+state]').anyOf(states).toArray(),
    )
    return (await this.#openTasks(rows)).sort((a, b) => (a.at < b.at ? 1 : -1))
  }

  async countOpenTasks(operatorId: string): Promise<number> {
    const { strict } = this.#connection
    return this.#connection.run('the tasks', () =>
      strict.tasks.where('[operatorId+state]').anyOf([operatorId, 'new'], [operatorId, 'seen']).count(),
    )
  }

  /** Wakes the operator's reminders whose paper is due by that day (`YYYY-MM-DD`). How many there were. */
  async wakeDeferrals(operatorId: string, dueBy: string): Promise<number> {
    const { strict } = this.#connection
    const rows = await this.#connection.run('the tasks', () =>
      strict.tasks.where('[operatorId+state]').equals([operatorId, 'later']).toArray(),
    )
    const due = (await this.#openTasks(rows)).filter(({ dueDate }) => dueDate !== null && dueDate <= dueBy)
    const awake = await Promise.all(due.map((task) => this.#taskRow({ ...task, state: 'new' })))
    return this.#connection.run('the tasks', () =>
      strict.transaction('rw', strict.tasks, async () => {
        const there = await strict.tasks.bulkGet(awake.map(({ taskId }) => taskId))
        const still = awake.filter((_, at) => there[at]?.state === 'later')
        await strict.tasks.bulkPut(still)
        return still.length
      }),
    )
  }

  async #taskRow(task: TaskRecord): Promise<TaskRow> {
    const { taskId, intakeId, operatorId, state } = task
    return { taskId, intakeId, operatorId, state, ...(await this.#cipher.sealJson('tasks', taskId, task)) }
  }

  /** Marks an open task of this operator as seen. Its intake's id, or null when nothing changed. */
  async markTaskSeen(taskId: string, operatorId: string): Promise<string | null> {
    const { strict } = this.#connection
    const row = await this.#connection.run('a task', () => strict.tasks.get(taskId))
    if (row?.operatorId !== operatorId || row.state !== 'new') return null
    const [task] = await this.#openTasks([row])
    const sealed = await this.#cipher.sealJson('tasks', taskId, { ...task, state: 'seen' })
    return this.#connection.run('a task', () =>
      strict.transaction('rw', strict.tasks, async () => {
        if ((await strict.tasks.get(taskId))?.state !== 'new') return null
        await strict.tasks.put({ ...row, state: 'seen', ...sealed })
        return row.intakeId
      }),
    )
  }

  async #open(rows: readonly IntakeRow[]): Promise<StoredIntake[]> {
    const { strict } = this.#connection
    const ids = rows.map((row) => row.intakeId)
    const taskRows = await this.#connection.run('the tasks', () =>
      strict.tasks.where('intakeId').anyOf(ids).toArray(),
    )
    const tasks = await this.#openTasks(taskRows)
    return Promise.all(
      rows.map(async (row) => {
        const details = await this.#cipher.openJson('intakes', row.intakeId, row, storedDetailsSchema)
        return {
          intakeId: row.intakeId,
          intake: details.intake,
          delivery: row.delivery,
          provinceNumber: details.provinceNumber,
          cases: details.cases,
          payment: details.payment,
          withdrawal: details.withdrawal,
          pickUps: details.pickUps,
          review: details.review,
          tasks: tasks.filter((task) => task.intakeId === row.intakeId),
        }
      }),
    )
  }

  #openTasks(rows: readonly TaskRow[]): Promise<TaskRecord[]> {
    return Promise.all(rows.map((row) => this.#cipher.openJson('tasks', row.taskId, row, taskRecordSchema)))
  }
}
