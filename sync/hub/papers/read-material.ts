import type { Attachment, Intake } from '#sync/model'
import { openOnePart, parsePacketHeader, sha256Hex } from '#sync/packet'
import { caseForDepartment, shareOf } from '../cases.ts'
import { HubProblem } from '../hub-problem.ts'
import type { IntakeParts } from '../intakes.ts'
import { archivePdf } from './archive-pdf.ts'

type CaseHeader = Awaited<ReturnType<typeof caseForDepartment>>

/** One file of the intake in clear, exactly as the terminal took it in. */
async function readAttachment(
  { parts, keys }: IntakeParts,
  { row, intake }: CaseHeader,
  id: string,
): Promise<{ readonly described: Attachment; readonly bytes: Uint8Array }> {
  const described = intake.attachments.find((attachment) => attachment.id === id)
  const sealed = await parts.read(row.intake_id, id)
  if (described === undefined || sealed === null) {
    throw new Error('the part of a committed intake is missing on the disk')
  }
  const opener = { as: 'hub', key: keys.privateKey } as const
  const bytes = await openOnePart(parsePacketHeader(row.header), id, sealed, opener)
  if ((await sha256Hex(bytes)) !== described.sha256) {
    throw new Error('an attachment does not have the digest that was signed')
  }
  return { described, bytes }
}

function titleOf(hub: IntakeParts, intake: Intake, materialId: string): string {
  const theme = hub.catalogue.themes.find(({ id }) => id === intake.themeId)
  return theme?.materials.find(({ id }) => id === materialId)?.name ?? materialId
}

/**
 * One material of a case for the department that handles it: PDF/A of its pages. A material that is one PDF already is
 * given as it came.
 * @throws HubProblem `not-found` for a case or a material that is not there, or that this case's matter does not ask for
 */
export async function readCaseMaterial(
  hub: IntakeParts,
  caseId: string,
  materialId: string,
): Promise<Uint8Array> {
  const found = await caseForDepartment(hub, caseId)
  const { materials } = shareOf(found.intake, found.row.matter_id, hub.catalogue)
  const entry = materials.find((candidate) => candidate.materialId === materialId)
  if (entry?.status !== 'attached')
    throw new HubProblem('not-found', { detail: 'the case has no such material' })
  const files = await Promise.all(entry.attachments.map((id) => readAttachment(hub, found, id)))
  const isPdf = ({ described }: (typeof files)[number]): boolean => described.mediaType === 'application/pdf'
  const [first] = files
  if (files.length === 1 && first !== undefined && isPdf(first)) return first.bytes
  return archivePdf(
    titleOf(hub, found.intake, materialId),
    files.filter((file) => !isPdf(file)).map(({ described, bytes }) => ({ bytes, dpi: described.dpi })),
    files.filter(isPdf).map(({ bytes }) => bytes),
    new Date(found.intake.submittedAt),
  )
}
