import type { LicenceAnswer, LicenceQuery } from '#sync/api'
import type { Catalogue, Theme } from '#sync/model'
import { chinaDay } from '../china-day.ts'
import type { Database } from '../database.ts'
import { HubProblem } from '../hub-problem.ts'
import type { KnownTerminal } from '../terminals.ts'
import { type CodeKeys, takeCode } from './codes.ts'
import type { LicenceRegister, RegisteredHolder } from './register.ts'

/** What answering a query takes. */
export interface LicenceParts {
  readonly database: Database
  readonly catalogue: Catalogue
  readonly register: LicenceRegister
  readonly codeKeys: CodeKeys
  /** A keyed digest of a number, for the log: the same person can be found again, the number cannot. */
  readonly pseudonym: (text: string) => Promise<string>
}

/** 最小必要: of what was asked, only what some matter of the theme really uses of this subject. */
function usedElements(theme: Theme, subject: string, asked: readonly string[]): ReadonlySet<string> {
  const used = new Set(
    theme.matters.flatMap(({ fields }) =>
      fields.flatMap((use) => (use.subject === subject ? [use.element] : [])),
    ),
  )
  return new Set(asked.filter((element) => used.has(element)))
}

function valuesOf(
  holder: RegisteredHolder,
  elements: ReadonlySet<string>,
  today: string,
): LicenceAnswer['values'] {
  const values: LicenceAnswer['values'] = {}
  // Licences come before shared data: what an authority has sealed weighs more.
  const inOrder = holder.entries.toSorted(
    (left, right) => Number(left.kind === 'shared') - Number(right.kind === 'shared'),
  )
  for (const { register, kind, elements: known, validUntil } of inOrder) {
    if (validUntil !== '长期' && validUntil < today) continue
    for (const [element, value] of Object.entries(known)) {
      if (elements.has(element)) values[element] ??= { value, source: kind, register }
    }
  }
  return values
}

function materialsOf(
  holder: RegisteredHolder,
  theme: Theme,
  { subject, materials: asked }: Pick<LicenceQuery, 'subject' | 'materials'>,
  today: string,
): LicenceAnswer['materials'] {
  return theme.materials.flatMap((material) => {
    // A paper of the father is not found by the mother's number.
    if (material.heldBy === undefined || material.of !== subject || !asked.includes(material.id)) return []
    const entry = holder.entries.find(
      ({ register, validUntil }) =>
        register === material.heldBy && (validUntil === '长期' || validUntil >= today),
    )
    const found =
      entry === undefined
        ? null
        : {
            name: entry.name,
            register: entry.register,
            licenceId: entry.licenceId,
            validUntil: entry.validUntil,
          }
    return [{ materialId: material.id, found }]
  })
}

/**
 * 调取电子证照和共享数据: by the holder's number and name, or by the code that the holder shows. Every answer is logged
 * with who asked, for what and on whose consent, without a value in it.
 * @throws HubProblem `holder-unknown` (the same for a number that nobody has and for a name that is not its), or what
 * is wrong with the code
 */
export function queryLicences(
  { database, catalogue, register, codeKeys, pseudonym }: LicenceParts,
  terminal: KnownTerminal,
  query: LicenceQuery,
): Promise<LicenceAnswer> {
  const theme = catalogue.themes.find(({ id }) => id === query.themeId)
  if (theme === undefined) throw new HubProblem('not-found', { detail: 'there is no such theme' })
  const now = Date.now()
  const today = chinaDay(now)
  const { holder: asked } = query
  return database.transaction(async (queries) => {
    const { idNumber } = asked.by === 'code' ? await takeCode(queries, codeKeys, asked.code, now) : asked
    const holder = await register.find(idNumber)
    if (holder === null || (asked.by === 'number' && holder.name !== asked.name))
      throw new HubProblem('holder-unknown')
    const elements = usedElements(theme, query.subject, query.elements)
    const values = valuesOf(holder, elements, today)
    const materials = materialsOf(holder, theme, query, today)
    await queries.rows(
      `INSERT INTO licence_queries
         (query_id, terminal_id, operator_id, theme_id, subject, holder, consented_at, by_code, elements, materials, at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, now()) ON CONFLICT (query_id) DO NOTHING`,
      [
        query.queryId,
        terminal.terminalId,
        query.consent.operatorId,
        theme.id,
        query.subject,
        await pseudonym(holder.idNumber),
        query.consent.at,
        asked.by === 'code',
        Object.keys(values),
        materials.flatMap(({ materialId, found }) => (found === null ? [] : [materialId])),
      ],
    )
    return {
      queryId: query.queryId,
      holder: { idNumber: holder.idNumber, name: holder.name },
      values,
      materials,
    }
  })
}
