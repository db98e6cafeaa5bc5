import type { IntakeDesk, ShellPorts } from './intake-desk.ts'
import type { PageWork } from './page-client.ts'

type Methods = Record<string, (...given: never[]) => Promise<unknown>>

/**
 * A plain object whose methods call those of a Comlink proxy. The proxy itself must never be awaited or returned from an
 * async function: asked for its `then`, it would send a message.
 */
function facadeOf<T extends object>(remote: object, names: Record<keyof T, true>): T {
  const methods: Methods = {}
  for (const name of Object.keys(names)) {
    methods[name] = (...given) => (remote as Methods)[name]?.(...given) as Promise<unknown>
  }
  return methods as unknown as T
}

/** The desk in the worker, for the page. */
export function deskFacade(remote: object): IntakeDesk {
  return facadeOf<IntakeDesk>(remote, {
    open: true,
    beginSession: true,
    endSession: true,
    wipeSession: true,
    createDraft: true,
    createSupplement: true,
    createCorrection: true,
    sendAgain: true,
    saveDraft: true,
    getDraft: true,
    listDrafts: true,
    discardDraft: true,
    handOverDraft: true,
    recallDraft: true,
    takeOverDraft: true,
    settleTransfers: true,
    addAttachment: true,
    keepPage: true,
    readAttachment: true,
    removeAttachment: true,
    queryLicences: true,
    submit: true,
    withdraw: true,
    pickUp: true,
    review: true,
    queryProgress: true,
    orderParcel: true,
    pay: true,
    listIntakes: true,
    searchIntakes: true,
    getIntake: true,
    listTasks: true,
    markTaskSeen: true,
    keyProgress: true,
    syncState: true,
    syncNow: true,
  })
}

/** The main process as the page reaches it, for the worker. */
export function portsFacade(remote: object): ShellPorts {
  return facadeOf<ShellPorts>(remote, {
    reserveNumber: true,
    writePacket: true,
    listPackets: true,
    readPacket: true,
    discardPacket: true,
    expirePackets: true,
    acknowledgePacket: true,
    resealRow: true,
    settleKeys: true,
    hubSend: true,
    hubSendPart: true,
    hubSendPacket: true,
    hubCancel: true,
  })
}

/** What is done with pictures in the worker, for the page. */
export function pageFacade(remote: object): PageWork {
  return facadeOf<PageWork>(remote, {
    look: true,
    develop: true,
    turn: true,
    straighten: true,
    crop: true,
    slim: true,
    cover: true,
    receive: true,
  })
}
