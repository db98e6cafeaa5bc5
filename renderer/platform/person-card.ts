import type { IdCardReading, OperationInput, OperationOutput, SocialSecurityReading } from '#devices/contract'

/** The card that a person laid down, whichever reader it was. */
export type PersonCardReading =
  | ({ readonly from: 'id-card' } & IdCardReading)
  | ({ readonly from: 'social-security-card' } & SocialSecurityReading)

type Read<O extends 'id-card:read' | 'smart-card:read'> = (
  input: OperationInput<O>,
  signal: AbortSignal,
) => Promise<OperationOutput<O>>

/** How the readers of this terminal are asked; null for one that it does not have. */
export type PersonCardReaders =
  | { readonly idCard: Read<'id-card:read'>; readonly socialSecurity: Read<'smart-card:read'> | null }
  | { readonly idCard: null; readonly socialSecurity: Read<'smart-card:read'> }

/**
 * Waits at both readers for whichever card comes first, and calls the other one off. While there is an ID card reader, its
 * failures are the answer; a social security card reader beside it that fails is only not used.
 */
export async function readPersonCard(
  { idCard, socialSecurity }: PersonCardReaders,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<PersonCardReading> {
  const done = new AbortController()
  const either = AbortSignal.any([signal, done.signal])
  const atIdCard = idCard?.({ timeoutMs, latestAddress: true }, either).then(
    (reading): PersonCardReading => ({ from: 'id-card', ...reading }),
  )
  const atSocialSecurity = socialSecurity?.({ timeoutMs }, either).then((reading): PersonCardReading => ({
    from: 'social-security-card',
    ...reading,
  }))
  const whoFails = (atIdCard ?? atSocialSecurity) as Promise<PersonCardReading>
  try {
    return await Promise.race([whoFails, atSocialSecurity?.catch(() => whoFails) ?? whoFails])
  } finally {
    done.abort()
    // The one that is called off ends as cancelled, which is nobody's trouble.
    for (const one of [atIdCard, atSocialSecurity]) void one?.catch(() => undefined)
  }
}
