import { type Problem, problemOf, type ProblemName } from '#sync/api'

/** A problem that the hub answers with. Its detail holds nothing of a person. */
export class HubProblem extends Error {
  override readonly name = 'HubProblem'
  readonly problem: Problem

  constructor(
    name: ProblemName,
    extra: Partial<Pick<Problem, 'detail' | 'missing' | 'hubTime'>> = {},
    options?: ErrorOptions,
  ) {
    super(extra.detail ?? name, options)
    this.problem = problemOf(name, extra)
  }
}
