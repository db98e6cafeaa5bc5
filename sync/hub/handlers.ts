import type { OperationId, operations } from '#sync/api'
import type { z } from 'zod'
import { histories } from './audit/histories.ts'
import { compareHoldings } from './backup/holdings.ts'
import { CarriedPackets } from './carried.ts'
import { departmentCases, intakeById, reportProgress, requestSupplement } from './cases.ts'
import { readFeed } from './feed.ts'
import { HubProblem } from './hub-problem.ts'
import { announce, commit, type IntakeParts, overviews, storePart } from './intakes.ts'
import { issueCode } from './licences/codes.ts'
import { queryLicences } from './licences/query.ts'
import { emptyRegister } from './licences/register.ts'
import { orderParcel } from './parcels/parcels.ts'
import { readCaseMaterial } from './papers/read-material.ts'
import { oversightHandlers } from './oversight/handlers.ts'
import { demonstrationPost } from './parcels/provider.ts'
import { chargePayment, openPayment, settleOrder } from './payments/payments.ts'
import { demonstrationPayments } from './payments/provider.ts'
import { recordPickUp } from './pick-ups.ts'
import { receivedOf, receivePiece } from './pieces.ts'
import { queryProgress } from './progress.ts'
import { provinceState, retryReports } from './province/state.ts'
import type { ServerOptions } from './server.ts'
import type { KnownTerminal, SignedCall, Terminals } from './terminals.ts'
import * as transfers from './transfers/transfers.ts'
import { webhookStates } from './webhooks/dispatcher.ts'
import { deliver } from './whole-packets.ts'
import { withdraw } from './withdrawals.ts'

/** A call that has passed its checks: signature or token, path, query, body. */
export interface Call<Body> {
  readonly params: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, unknown>>
  readonly body: Body
  readonly terminal: KnownTerminal | null
  readonly call: SignedCall
}

type BodyOf<Id extends OperationId> = (typeof operations)[Id] extends { readonly request: infer R }
  ? R extends z.ZodType
    ? z.infer<R>
    : Uint8Array
  : undefined

type AnswerOf<Id extends OperationId> = (typeof operations)[Id]['response'] extends infer R
  ? R extends z.ZodType
    ? z.infer<R>
    : Uint8Array
  : never

/** One function an operation, with the contract's types. */
export type TypedHandlers = {
  readonly [Id in OperationId]: (call: Call<BodyOf<Id>>) => Promise<AnswerOf<Id>>
}

/** The same, as the server calls them. */
export type Handlers = Readonly<Record<OperationId, (call: Call<unknown>) => Promise<unknown>>>

/** The terminal that a call came from. */
export function sender({ terminal }: Call<unknown>): KnownTerminal {
  if (terminal === null) throw new Error('an operation for terminals was called without one')
  return terminal
}

/** A word of a call's path. */
export function param(call: Call<unknown>, name: string): string {
  return call.params[name] as string
}

function namedPart(call: Call<unknown>): { readonly intakeId: string; readonly partId: string } {
  return { intakeId: param(call, 'intakeId'), partId: param(call, 'partId') }
}

/** The hub's answer to each operation of the contract. */
export function handlersOf(options: ServerOptions & IntakeParts, terminals: Terminals): Handlers {
  const { database, keys } = options
  const carried = new CarriedPackets(database, terminals)
  const paymentParts = {
    database,
    catalogue: options.catalogue,
    provider: options.payments ?? demonstrationPayments(database),
  }
  const parcelParts = {
    database,
    provider: options.post ?? demonstrationPost(database),
    readIntake: (intakeId: string) => intakeById(options, intakeId),
  }
  const handlers: TypedHandlers = {
    getHealth: async () => {
      await database.rows('SELECT 1')
      return { status: 'ok', time: new Date().toISOString() }
    },
    getHub: () =>
      Promise.resolve({
        hubId: keys.publicKey.keyId,
        apiVersion: '1' as const,
        time: new Date().toISOString(),
        encryptionKey: keys.publicKey,
      }),
    enrolTerminal: async (call) => ({
      status: await terminals.enrol(param(call, 'terminalId'), call.body, call.call),
    }),
    announceIntake: (call) => announce(options, sender(call), param(call, 'intakeId'), call.body),
    uploadPart: (call) => storePart(options, sender(call), namedPart(call), call.body),
    readReceived: (call) => receivedOf(options, sender(call), namedPart(call)),
    uploadPiece: (call) =>
      receivePiece(
        options,
        sender(call),
        { ...namedPart(call), offset: Number(param(call, 'offset')) },
        call.body,
      ),
    deliverIntake: (call) => deliver(options, sender(call), param(call, 'intakeId'), call.body),
    commitIntake: (call) => commit(options, sender(call), param(call, 'intakeId')),
    announceCarried: async (call) =>
      announce(options, await carried.sealerOf(call.body), param(call, 'intakeId'), call.body),
    uploadCarriedPart: async (call) => {
      const part = namedPart(call)
      return storePart(options, await carried.sealerOfAnnounced(part.intakeId), part, call.body)
    },
    commitCarried: async (call) => {
      const intakeId = param(call, 'intakeId')
      return commit(options, await carried.sealerOfAnnounced(intakeId), intakeId)
    },
    readFeed: (call) =>
      readFeed(
        database,
        sender(call).terminalId,
        call.query['cursor'] as string | undefined,
        Number(call.query['limit']),
      ),
    compareHoldings: (call) =>
      compareHoldings(
        { database, askPayment: (terminal, intakeId) => openPayment(paymentParts, terminal, intakeId) },
        sender(call),
        call.body.holdings,
      ),
    withdrawIntake: (call) => withdraw(database, sender(call), param(call, 'intakeId'), call.body),
    recordPickUp: (call) => recordPickUp(database, sender(call), param(call, 'intakeId'), call.body),
    queryProgress: (call) => queryProgress(options, sender(call), call.body),
    openPayment: (call) => openPayment(paymentParts, sender(call), param(call, 'intakeId')),
    chargePayment: (call) =>
      chargePayment(paymentParts, sender(call), param(call, 'intakeId'), call.body.payerCode),
    orderParcel: (call) => orderParcel(parcelParts, sender(call), param(call, 'intakeId')),
    storeTransfer: (call) =>
      transfers.storeTransfer(options, sender(call), param(call, 'transferId'), call.body),
    readTransfer: (call) => transfers.readTransfer(options, sender(call), param(call, 'transferId')),
    recallTransfer: (call) => transfers.recallTransfer(options, sender(call), param(call, 'transferId')),
    claimTransfer: (call) => transfers.claimTransfer(options, sender(call), param(call, 'transferId')),
    readTransferPiece: (call) => {
      const offset = Number(call.query['offset'])
      return transfers.readTransferPiece(options, sender(call), param(call, 'transferId'), offset)
    },
    confirmTransfer: (call) => transfers.confirmTransfer(options, sender(call), param(call, 'transferId')),
    payAsCitizen: async (call) => {
      const { provider } = paymentParts
      if (!options.demonstration || (await provider.payAsCitizen?.(call.body.orderNumber)) !== true)
        throw new HubProblem('not-found')
      await settleOrder(paymentParts, call.body.orderNumber)
      return call.body
    },
    queryLicences: (call) =>
      queryLicences(
        {
          database,
          catalogue: options.catalogue,
          register: options.register ?? emptyRegister,
          codeKeys: keys.codes,
          pseudonym: keys.pseudonym,
        },
        sender(call),
        call.body,
      ),
    showCode: (call) => {
      if (!options.demonstration) throw new HubProblem('not-found')
      return issueCode(keys.codes, call.body.idNumber, Date.now())
    },
    getWebhookKey: () => Promise.resolve({ keyId: keys.notices.keyId, publicKey: keys.notices.publicKey }),
    getProvince: () => provinceState(database),
    retryProvince: async (call) => ({ retried: await retryReports(database, call.body.reportIds) }),
    listWebhooks: async () => ({ webhooks: await webhookStates(database, options.webhooks ?? []) }),
    listIntakes: async () => ({ intakes: await overviews(database) }),
    getIntake: async (call) => {
      const [overview] = await overviews(database, param(call, 'intakeId'))
      if (overview === undefined) throw new HubProblem('not-found')
      return overview
    },
    listBrokenHistories: async () => ({ histories: await histories(database, { state: 'broken' }) }),
    getHistory: async (call) => {
      const [history] = await histories(database, { intakeId: param(call, 'intakeId') })
      if (history === undefined) throw new HubProblem('not-found')
      return history
    },
    listDepartmentCases: async (call) => ({
      cases: await departmentCases(options, param(call, 'departmentId')),
    }),
    readCaseMaterial: (call) => readCaseMaterial(options, param(call, 'caseId'), param(call, 'materialId')),
    reportProgress: (call) => reportProgress(database, param(call, 'caseId'), call.body),
    requestSupplement: (call) => requestSupplement(database, param(call, 'caseId'), call.body),
    ...oversightHandlers(options),
  }
  return handlers as unknown as Handlers
}
