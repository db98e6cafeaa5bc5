import { boundInk, drawAttestation } from '#renderer/access'
import { useDraft, useSession } from '#renderer/platform'
import { paperTime, sha256Hex, sha256HexOf } from '#renderer/platform/receipts'
import { shallowRef, type ShallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { statementOf } from './promises.ts'

/** Who signs, and what. */
export interface Signing {
  readonly subject: string
  /** Whose hand it is. */
  readonly name: string
  /** For whom, where somebody signs in the applicant's stead. */
  readonly applicant: string | null
  /** The canonical text. */
  readonly text: string
  readonly promises: readonly string[]
}

export interface SigningControl {
  readonly busy: Readonly<ShallowRef<boolean>>
  readonly problem: Readonly<ShallowRef<unknown>>
  readonly signByHand: (signing: Signing, picture: Blob, vector: string) => Promise<void>
  readonly confirmSpoken: (signing: Signing, reason: string) => Promise<void>
}

/** Keeps a signature with the digest of exactly what was shown; pictures of an earlier one are removed after it. */
export function useSigning(): SigningControl {
  const draft = useDraft()
  const session = useSession()
  const { t } = useI18n()
  const busy = shallowRef(false)
  const problem = shallowRef<unknown>(null)

  async function keep(signing: Signing, picture: Blob, vector: string | null, how: string): Promise<void> {
    const old = (draft.draft?.attachments ?? []).filter(
      (file) => file.kind === 'signature' || file.kind === 'signature-vector',
    )
    const statement = statementOf(how, signing.promises)
    const signedDigest = await sha256Hex(signing.text)
    const pictureBytes = new Uint8Array(await picture.arrayBuffer())
    const image = await draft.attach({
      kind: 'signature',
      mediaType: 'image/png',
      label: t('signing.imageLabel'),
      bytes: pictureBytes,
    })
    const drawn =
      vector === null
        ? null
        : await draft.attach({
            kind: 'signature-vector',
            mediaType: 'application/json',
            label: t('signing.vectorLabel'),
            bytes: new TextEncoder().encode(
              boundInk(vector, { signed: signedDigest, picture: await sha256HexOf(pictureBytes) }),
            ),
          })
    draft.setSignature({
      signer: signing.subject,
      image: image.id,
      ...(drawn === null ? {} : { vector: drawn.id }),
      statement,
      signedDigest,
      signedAt: new Date().toISOString(),
    })
    for (const file of old) await draft.detach(file.id)
    await draft.flush()
  }

  async function attempt(work: () => Promise<void>): Promise<void> {
    if (busy.value) return
    busy.value = true
    problem.value = null
    try {
      await work()
    } catch (error) {
      problem.value = error
    } finally {
      busy.value = false
    }
  }

  return {
    busy,
    problem,
    signByHand: (signing, picture, vector) =>
      attempt(() =>
        keep(
          signing,
          picture,
          vector,
          signing.applicant === null
            ? t('signing.written', { name: signing.name })
            : t('signing.writtenFor', { name: signing.name, applicant: signing.applicant }),
        ),
      ),
    confirmSpoken: (signing, reason) =>
      attempt(async () => {
        const operator = session.operator?.name ?? ''
        const statement = t('signing.alternative.statement', { name: signing.name, reason, operator })
        const picture = await drawAttestation(
          t('signing.alternative.title'),
          statement,
          paperTime(new Date().toISOString()),
        )
        await keep(signing, picture, null, statement)
      }),
  }
}
