import { zhCN } from '#renderer/messages'
import { describe, expect, it } from 'vitest'
import { transferProblem } from './transfer-words.ts'

describe('why a draft did not change places', () => {
  it.each([
    ['transfer-code-wrong', 'wrong'],
    ['hub.transfer-expired', 'expired'],
    ['hub.unreachable', 'takeOffline'],
    ['hub.garbage', 'takeOffline'],
    ['toString', 'takeOffline'],
    ['failed', 'failed'],
  ] as const)('%s is told as %s', (code, problem) => {
    expect(transferProblem(code, true)).toBe(problem)
  })

  it('says where the draft is, whatever went wrong with the line', () => {
    expect(zhCN.transfer.problems[transferProblem('hub.unreachable', false)]).toContain('草稿还在本机')
    expect(zhCN.transfer.problems[transferProblem('hub.unreachable', true)]).toContain('没有丢')
  })
})
