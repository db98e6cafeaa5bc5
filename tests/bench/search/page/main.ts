// Fills a store with one operator's intakes, and asks it as a clerk does, all in the page's own thread.
import { formatReceiptNumber, type Intake } from '#sync/model'
import { BlindIndex } from '../../../../sync/store/blind-index.ts'
import { Connection } from '../../../../sync/store/connection.ts'
import { IntakeStore } from '../../../../sync/store/intake-store.ts'
import { RowCipher } from '../../../../sync/store/row-cipher.ts'
import { SearchStore } from '../../../../sync/store/search-store.ts'
import type { QuestionTimes } from '../search-figures.ts'

declare global {
  interface Window {
    /** Fills a store with so many intakes, and asks it. */
    measure?: (count: number) => Promise<QuestionTimes[]>
  }
}

const surnames = '王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗'
const given = '建国伟芳秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂文辉玲燕若溪子涵浩宇欣怡梓萱'
const at = '2026-11-23T08:00:00.000Z'
const questionsAKind = 60

// The same people at every run: a generator of our own, seeded.
let state = 20_261_123
function upTo(limit: number): number {
  state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
  return Math.floor((state / 2 ** 32) * limit)
}
const oneOf = (text: string): string => text[upTo(text.length)] ?? ''
/** Early surnames are common ones, as in a street. */
const name = (): string =>
  `${surnames[Math.floor(upTo(surnames.length) ** 2 / surnames.length)] ?? ''}${oneOf(given)}${upTo(4) === 0 ? '' : oneOf(given)}`
/** Only its shape is that of a number: its check character is left to chance. */
const number = (): string => `4301021990${String(upTo(10 ** 8)).padStart(8, '0')}`

const people: { name: string; number: string }[] = []

function intakeOf(sequence: number): Intake {
  const [mother, father] = [
    { name: name(), number: number() },
    { name: name(), number: number() },
  ]
  people.push(mother)
  const values: Record<string, string> = {
    'mother.name': mother.name,
    'mother.idNumber': mother.number,
    'mother.mobile': `138${String(upTo(10 ** 8)).padStart(8, '0')}`,
    'father.name': father.name,
    'father.idNumber': father.number,
    ...Object.fromEntries(Array.from({ length: 20 }, (_, field) => [`field.${field}`, '内容'.repeat(15)])),
  }
  return {
    schema: 1,
    intakeId: crypto.randomUUID(),
    receiptNumber: formatReceiptNumber({ siteCode: '430102', terminalId: 'T01', day: '20261123', sequence }),
    themeId: 'birth',
    catalogueVersion: '1',
    answers: {},
    values: Object.fromEntries(
      Object.entries(values).map(([field, value]) => [field, { value, source: 'typed' as const }]),
    ),
    matters: ['birth-certificate'],
    materials: [],
    attachments: [],
    signature: { signer: 'mother', image: 'sig', statement: '', signedDigest: '0'.repeat(64), signedAt: at },
    operator: { id: '1001', name: '经办' },
    terminal: { id: 'T01', siteCode: '430102' },
    startedAt: at,
    submittedAt: at,
    audit: [],
    overrides: [],
    representation: null,
    supplement: null,
  }
}

async function fill(intakes: IntakeStore, count: number): Promise<void> {
  const packet = {
    headerBytes: new Uint8Array(1_000),
    signature: new Uint8Array(64),
    packetHash: 'ab'.repeat(32),
    parts: [],
  }
  for (let sequence = 1; sequence <= count; sequence += 500) {
    const some = Array.from({ length: Math.min(500, count - sequence + 1) }, (_, more) => sequence + more)
    await Promise.all(
      some.map((one) =>
        intakes.keep({ intake: intakeOf(one), sequence: one, packet, entries: [] }, 'delivered'),
      ),
    )
  }
}

/** Asks one question after the other, and looks how long nothing else got its turn. */
async function ask(search: SearchStore, kind: string, questions: readonly string[]): Promise<QuestionTimes> {
  let blockedMs = 0
  let last = performance.now()
  const { port1, port2 } = new MessageChannel()
  port1.onmessage = () => {
    const now = performance.now()
    blockedMs = Math.max(blockedMs, now - last)
    last = now
    port2.postMessage(null)
  }
  port2.postMessage(null)
  const ms: number[] = []
  let found = 0
  for (const question of questions) {
    const startedAt = performance.now()
    found += (await search.find('1001', question, { limit: 30 }))?.found.length ?? 0
    ms.push(performance.now() - startedAt)
  }
  port1.close()
  return { kind, ms, found, blockedMs }
}

async function measure(count: number): Promise<QuestionTimes[]> {
  const connection = new Connection('yichuang-search')
  await connection.open()
  // Fifty thousand times waiting for the disk would take an hour, and leaves the same rows.
  Object.assign(connection, { strict: connection.relaxed })
  const cipher = await RowCipher.of({ keyId: 'k1', key: new Uint8Array(32).fill(1) })
  const index = await BlindIndex.of('k1', new Uint8Array(32).fill(2))
  const intakes = new IntakeStore(connection, cipher, index)
  await fill(intakes, count)
  const search = new SearchStore(connection, { cipher, intakes, indexes: [index] })
  const some = Array.from(
    { length: questionsAKind },
    () => people[upTo(people.length)] ?? { name: '', number: '' },
  )
  return [
    await ask(
      search,
      'name',
      some.map((person) => person.name),
    ),
    await ask(
      search,
      'given',
      some.map((person) => person.name.slice(-2)),
    ),
    await ask(
      search,
      'tail',
      some.map((person) => person.number.slice(-4)),
    ),
    await ask(
      search,
      'number',
      some.map((person) => person.number),
    ),
    await ask(
      search,
      'receipt',
      some.map(() => String(1 + upTo(count)).padStart(5, '0')),
    ),
    await ask(
      search,
      'nobody',
      some.map((_, at) => `诸葛无${surnames[at % surnames.length] ?? ''}`),
    ),
  ]
}

window.measure = measure
