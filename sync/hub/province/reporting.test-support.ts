import { randomUUID } from 'node:crypto'
import type { HubCase } from '#sync/api'
import { readCatalogue } from '#sync/catalogue/disk'
import { creditCodeCheckCharacter, residentIdCheckCharacter } from '#sync/model'
import type { TestHub } from '../test-hub.test-support.ts'
import type { TestTerminal } from '../terminal.test-support.ts'
import { fiveTables } from './five-tables/platform.ts'
import { ProvinceLine } from './line.ts'
import type { Platform } from './platform.test-support.ts'
import type { ProvinceSettings } from './settings.ts'

const catalogue = readCatalogue()
const limits = { deadlineMs: 1_000, longestAnswer: 64 * 1024 }
/** Tried again at once. */
export const soon = { baseMs: 1, leastMs: 1, capMs: 1 }
/** Not tried again while a test runs. */
export const never = { baseMs: 1e6, leastMs: 1e6, capMs: 1e6 }

const births = catalogue.themes.find(({ id }) => id === 'birth')

/** An invented 统一社会信用代码 with its right check character. */
function creditCode(serial: number): string {
  const body = `11430000MB${String(serial).padStart(7, '0')}`
  return body + creditCodeCheckCharacter(body)
}

/** Invented codes for all departments and matters of a birth; of the matters named here there is none. */
export function inventedCodes(
  without: readonly string[] = [],
): Pick<ProvinceSettings, 'departments' | 'matters'> {
  const matters = births?.matters ?? []
  const departments = [...new Set(matters.map(({ department }) => department))]
  return {
    departments: Object.fromEntries(departments.map((id, at) => [id, { org_code: creditCode(at) }])),
    matters: Object.fromEntries(
      matters.flatMap(({ id, department }, at) =>
        without.includes(id)
          ? []
          : [
              [
                id,
                {
                  task_code: `${creditCode(departments.indexOf(department))}3${String(430107002000 + at)}`,
                  task_version: '1',
                },
              ],
            ],
      ),
    ),
  }
}

/** The line of a test's hub to a platform. */
export function lineOf(
  hub: TestHub,
  platform: Platform,
  { backoff = soon, without = [] }: { backoff?: typeof soon; without?: readonly string[] } = {},
): ProvinceLine {
  const { database, keys, parts } = hub
  const settings = { url: platform.url, token: 'token-of-the-test', ...inventedCodes(without) }
  return new ProvinceLine({
    source: { database, keys, parts, catalogue },
    platform: fiveTables(settings, limits),
    backoff,
  })
}

/** What a birth's signer says of herself, invented, with a right check character. */
export const signerValues = {
  'mother.name': { value: '欧试样', source: 'card' },
  'mother.idType': { value: '111', source: 'card' },
  'mother.idNumber': {
    value: `43010219900307002${residentIdCheckCharacter('43010219900307002')}`,
    source: 'card',
  },
  'mother.householdAddress': { value: '示范市示范区一号', source: 'card' },
} as const

/** An intake that the hub has taken, and its cases by their matters. */
export interface Taken {
  readonly intakeId: string
  readonly provinceNumber: string
  readonly cases: ReadonlyMap<string, HubCase>
}

/** A birth, committed. @param matters all where absent */
export async function take(
  hub: Pick<TestHub, 'keys'>,
  terminal: TestTerminal,
  matters?: readonly string[],
): Promise<Taken> {
  const packet = await terminal.packet(hub.keys.publicKey, {
    intakeId: randomUUID(),
    values: signerValues,
    ...(matters === undefined ? {} : { matters: [...matters] }),
  })
  await terminal.deliver(packet)
  const answer = await terminal.client.commit(packet.intakeId, 'key')
  if (!answer.ok) throw new Error(answer.failure.code)
  const { cases, provinceNumber } = answer.value
  return {
    intakeId: packet.intakeId,
    provinceNumber,
    cases: new Map(cases.map((one) => [one.matterId, one])),
  }
}
