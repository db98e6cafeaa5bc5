// The terminal's own worker behind its own bridge, with no screens: the rest of the program is as it is shipped.
import { valueOf } from '#shell/contract'
import { bridge, shellPorts } from '#renderer/platform'
import { connectDesk, type IntakeDesk } from '#renderer/workers'
import { formText, type PageTask, report, scanOf, timeEach, type Work } from '../work.ts'

interface SignInTask extends PageTask {
  readonly account: { readonly id: string; readonly password: string }
  readonly theme: {
    readonly id: string
    readonly answers: Record<string, string>
    readonly matters: string[]
  }
}

const formFields = 20

/** A signed draft of the size that the work asks for, not yet submitted. */
async function prepare(desk: IntakeDesk, { work, theme }: SignInTask): Promise<string> {
  const { id } = await desk.createDraft({ themeId: theme.id, answers: theme.answers })
  const scans: string[] = []
  for (let index = 0; index < work.scans; index++) {
    const kind = index === 0 ? ('signature' as const) : ('scan' as const)
    const bytes = scanOf(work.scanBytes)
    const scan = await desk.addAttachment(id, { kind, mediaType: 'image/png', label: `${index}`, bytes })
    scans.push(scan.id)
  }
  await desk.saveDraft(id, {
    values: formOf(work),
    materials: [{ materialId: 'birth-record', status: 'attached', grade: 'B', attachments: scans.slice(1) }],
    signature: {
      signer: 'mother',
      image: scans[0] ?? '',
      statement: '以上信息属实',
      signedDigest: '0'.repeat(64),
      signedAt: new Date().toISOString(),
    },
    step: 'sign',
  })
  return id
}

function formOf(work: Work): Record<string, { value: string; source: 'typed' }> {
  const each = Math.floor(work.formBytes / formFields)
  return Object.fromEntries(
    Array.from({ length: formFields }, (_, index) => [
      `field.${index}`,
      { value: formText(each), source: 'typed' as const },
    ]),
  )
}

/** Resolves when nothing waits any more; the desk tells each change by itself. */
async function drained(desk: IntakeDesk, onState: (look: () => void) => () => void): Promise<void> {
  await new Promise<void>((resolve) => {
    let ask = true
    const look = (): void => {
      void desk.syncState().then((state) => {
        if (state.pendingIntakes === 0) {
          ask = false
          resolve()
        }
      })
    }
    onState(look)
    const hurry = async (): Promise<void> => {
      // As a clerk who presses 立即同步 until the line is there; the engine's own probe would come seconds later.
      for (;;) {
        const state = await desk.syncState()
        if (!ask || state.link === 'online') return look()
        await desk.syncNow()
        await new Promise((next) => setTimeout(next, 20))
      }
    }
    void hurry()
  })
}

async function run(): Promise<void> {
  const task = (await (await fetch('./bench.json')).json()) as SignInTask
  const terminal = bridge()
  const { desk, onChange } = connectDesk(shellPorts(terminal))
  const info = valueOf(await terminal.terminalInfo())
  await desk.open({ terminal: info, keys: valueOf(await terminal.storeKeys()) })
  const { id: operatorId, password } = task.account
  await desk.beginSession(valueOf(await terminal.signIn({ operatorId, password })))
  const drafts: string[] = []
  for (let index = 0; index < task.work.intakes; index++) drafts.push(await prepare(desk, task))
  const savesMs = await timeEach(drafts.length, async (index) => {
    await desk.submit(drafts[index] ?? '', { matters: task.theme.matters })
  })
  report({ phase: 'stored', savesMs })
  await drained(desk, (look) => onChange((change) => change.kind !== 'task' && look()))
  report({ phase: 'drained' })
}

run().catch((error: unknown) => {
  report({ phase: 'failed', reason: error instanceof Error ? `${error.name}: ${error.message}` : 'unknown' })
})
