import { attentionReasons, type DeviceSnapshot, type DeviceState } from '#devices/contract'
import { errors, zhCN } from '#renderer/messages'
import { describe, expect, it } from 'vitest'
import { deviceMark, inHallOrder, isNews, isRetried, needAttention, worstFirst } from './device-words.ts'

function printer(state: DeviceState): DeviceSnapshot {
  return { id: 'printer-1', kind: 'receipt-printer', label: '凭条打印机', state }
}
const ready = printer({ status: 'ready' })
const paperOut = printer({ status: 'needs-attention', reason: 'paper-out', usable: false })
const paperLow = printer({ status: 'needs-attention', reason: 'paper-near-end', usable: true })
const failed = printer({
  status: 'failed',
  error: { code: 'device.open-failed', message: 'ENOENT', retryable: true },
})

describe('what is told of a device', () => {
  it('tells paper-out once, and again when the reason changes', () => {
    expect(isNews(ready, paperOut)).toBe('bad')
    expect(isNews(paperOut, paperOut)).toBeNull()
    expect(isNews(paperLow, paperOut)).toBe('bad')
  })

  it('lists devices in one order, and those that want somebody first where they are only read', () => {
    const reader: DeviceSnapshot = { ...ready, id: 'reader-1', kind: 'id-card-reader' }
    const spare: DeviceSnapshot = { ...paperOut, id: 'printer-2' }
    const ids = (list: DeviceSnapshot[]): string[] => list.map(({ id }) => id)
    expect(ids(inHallOrder([spare, ready, reader]))).toEqual(['reader-1', 'printer-1', 'printer-2'])
    expect(ids(worstFirst([ready, reader, spare]))).toEqual(['printer-2', 'reader-1', 'printer-1'])
  })

  it('tells that it works again, and says nothing of ordinary work', () => {
    expect(isNews(paperOut, ready)).toBe('good')
    expect(isNews(failed, ready)).toBe('good')
    expect(isNews(ready, printer({ status: 'busy', operation: 'receipt:print' }))).toBeNull()
    expect(isNews(undefined, ready)).toBeNull()
  })

  it('counts a device that works but wants paper as one to look at, with a milder mark', () => {
    expect(needAttention([ready, paperLow, failed])).toEqual([paperLow, failed])
    expect(deviceMark(paperLow)).toBe('waiting')
    expect(deviceMark(paperOut)).toBe('problem')
  })
})

describe('the words for a device', () => {
  it.each(attentionReasons)('say what to do when the reason is %s', (reason) => {
    expect(zhCN.devices.reason).toHaveProperty([reason])
  })

  it('do not let a set-aside device seem to come back by itself', () => {
    const error = { code: 'device.set-aside', message: '', retryable: false } as const
    expect(isRetried(printer({ status: 'failed', error }))).toBe(false)
    expect(isRetried(failed)).toBe(true)
    expect(errors['device.set-aside'].what).toContain('驱动反复崩溃，已停用')
  })
})
