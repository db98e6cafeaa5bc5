import { type Attachment, type Intake, themeOf } from '#sync/model'
import { openOnePart, parsePacketHeader, sha256Hex } from '#sync/packet'
import { caseForDepartment, sealedIntake, shareOf } from '../cases.ts'
import { HubProblem } from '../hub-problem.ts'
import type { IntakeParts } from '../intakes.ts'
import { supplementIds } from '../supplements.ts'
import { archivePdf } from './archive-pdf.ts'

type CaseHeader = Awaited<ReturnType<typeof sealedIntake>>

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
  const theme = themeOf(hub.catalogue.themes, intake)
  return theme?.materials.find(({ id }) => id === materialId)?.name ?? materialId
}

/** The intake, or whatever was handed in after it last, that has the material; null where none has. */
async function newestWith(hub: IntakeParts, caseId: string, materialId: string) {
  const original = await caseForDepartment(hub, caseId)
  const { matter_id: matterId } = original.row
  for (const id of (await supplementIds(hub.database, original.row.intake_id)).reverse()) {
    const later = await sealedIntake(hub, id)
    const isHere = later.intake.supplement?.matters.includes(matterId) === true
    const entry = later.intake.materials.find((candidate) => candidate.materialId === materialId)
    if (isHere && entry?.status === 'attached') return { ...later, entry }
  }
  const { materials } = shareOf(original.intake, matterId, hub.catalogue)
  const entry = materials.find((candidate) => candidate.materialId === materialId)
  return entry?.status === 'attached' ? { ...original, entry } : null
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
  const found = await newestWith(hub, caseId, materialId)
  if (found === null) throw new HubProblem('not-found', { detail: 'the case has no such material' })
  const { entry } = found
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
