import { z } from 'zod'
import { type Operation, terminalProblems } from './operation.ts'
import {
  transferClaimSchema,
  transferIdSchema,
  transferPieceSchema,
  transferStateSchema,
} from './transfer-schemas.ts'

const params = { transferId: transferIdSchema }

/** 换窗口接着办: a sealed draft, for a day at most, from one terminal to another. The hub cannot open it. */
export const transferOperations = {
  storeTransfer: {
    operationId: 'storeTransfer',
    method: 'PUT',
    path: '/draft-transfers/{transferId}',
    summary: '存放加密的草稿',
    access: 'terminal',
    params,
    request: 'bytes',
    response: transferStateSchema,
    problems: [...terminalProblems, 'hash-conflict', 'too-large', 'transfer-limit'],
  },
  readTransfer: {
    operationId: 'readTransfer',
    method: 'GET',
    path: '/draft-transfers/{transferId}',
    summary: '存放的草稿现在怎样',
    access: 'terminal',
    params,
    response: transferStateSchema,
    problems: [...terminalProblems, 'transfer-unknown'],
  },
  recallTransfer: {
    operationId: 'recallTransfer',
    method: 'POST',
    path: '/draft-transfers/{transferId}/recall',
    summary: '收回存放的草稿',
    access: 'terminal',
    params,
    response: transferStateSchema,
    problems: [...terminalProblems, 'transfer-unknown'],
  },
  claimTransfer: {
    operationId: 'claimTransfer',
    method: 'POST',
    path: '/draft-transfers/{transferId}/claim',
    summary: '接办：本终端来取',
    access: 'terminal',
    params,
    response: transferClaimSchema,
    problems: [...terminalProblems, 'transfer-unknown', 'transfer-expired', 'transfer-taken'],
  },
  readTransferPiece: {
    operationId: 'readTransferPiece',
    method: 'GET',
    path: '/draft-transfers/{transferId}/content',
    summary: '取一段加密的草稿',
    access: 'terminal',
    params,
    query: {
      offset: z.coerce
        .number()
        .int()
        .min(0)
        .max(64 * 1024 * 1024),
    },
    response: transferPieceSchema,
    problems: [...terminalProblems, 'transfer-unknown'],
  },
  confirmTransfer: {
    operationId: 'confirmTransfer',
    method: 'POST',
    path: '/draft-transfers/{transferId}/confirm',
    summary: '接办完成：已经存好，可以删除',
    access: 'terminal',
    params,
    response: transferStateSchema,
    problems: [...terminalProblems, 'transfer-unknown', 'transfer-expired', 'transfer-taken'],
  },
} as const satisfies Record<string, Operation>
