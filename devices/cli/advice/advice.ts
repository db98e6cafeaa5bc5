/** What happened, and what to do about it. */
export interface Advice {
  readonly message: string
  readonly remedy: string
}

export type Advices = Readonly<Record<string, Advice>>
