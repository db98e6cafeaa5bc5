import type { Intake } from '#sync/model'
import { deferralTaskId, type TaskRecord } from '#sync/outbox'

/** 容缺后补的提醒: one task for each paper that was promised for later, sleeping until it is nearly due. */
export function deferralTasks(intake: Intake): TaskRecord[] {
  const { intakeId, receiptNumber, submittedAt: at, operator } = intake
  return intake.materials.flatMap((entry): TaskRecord[] =>
    entry.status === 'deferred'
      ? [
          {
            taskId: deferralTaskId(intakeId, entry.materialId),
            intakeId,
            operatorId: operator.id,
            receiptNumber,
            kind: 'deferred',
            caseId: null,
            department: null,
            matterId: null,
            items: [{ materialId: entry.materialId, text: '' }],
            note: '',
            dueDate: entry.dueDate,
            at,
            state: 'later',
            position: 0,
          },
        ]
      : [],
  )
}
