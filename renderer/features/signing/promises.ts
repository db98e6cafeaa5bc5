import { longestStatement, type MaterialEntry, type Notice } from '#sync/model'

/** A sentence that the applicant promises, before it has words. */
export type PromiseClause =
  /** What is declared is true. */
  | { readonly kind: 'truth' }
  /** 数据共享授权: the departments that may look at it, and what they look up. */
  | { readonly kind: 'sharing'; readonly held: readonly string[] }
  /** 容缺承诺. */
  | { readonly kind: 'deferred'; readonly name: string; readonly dueDate: string }
  /** 自制材料 (evidence grade D): nobody else vouches for it. */
  | { readonly kind: 'self-made'; readonly name: string }
  /** 告知承诺. */
  | {
      readonly kind: 'committed'
      readonly name: string
      readonly why: string
      readonly matters: readonly string[]
    }

/** The promises that this draft's materials bring with them, in the order in which they are read. */
export function promiseClauses(notice: Notice, entries: readonly MaterialEntry[]): PromiseClause[] {
  const clauses: PromiseClause[] = [{ kind: 'truth' }]
  const held: string[] = []
  const later: PromiseClause[] = []
  for (const { material, matters } of [...notice.bring, ...notice.held]) {
    const entry = entries.find((candidate) => candidate.materialId === material.id)
    if (entry?.status === 'held') held.push(material.name)
    if (entry?.status === 'deferred')
      later.push({ kind: 'deferred', name: material.name, dueDate: entry.dueDate })
    if (entry?.status === 'attached' && entry.grade === 'D')
      later.push({ kind: 'self-made', name: material.name })
    if (entry?.status === 'committed') {
      const names = notice.matters.filter(({ id }) => matters.includes(id)).map(({ name }) => name)
      later.push({ kind: 'committed', name: material.name, why: material.why, matters: names })
    }
  }
  return [...clauses, { kind: 'sharing', held }, ...later]
}

/** Not kept is better than kept in part: nobody would know then what was promised. */
class StatementTooLong extends Error {
  readonly code = 'statement-too-long'
}

/** What is kept with a signature: how it was given, and every promise in full. @throws StatementTooLong */
export function statementOf(how: string, promises: readonly string[]): string {
  const statement = [how, ...promises].join('\n')
  if (statement.length > longestStatement) throw new StatementTooLong('the promises do not fit')
  return statement
}
