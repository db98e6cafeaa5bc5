import { describe, expect, it } from 'vitest'
import {
  DeviceError,
  fromDeviceErrorData,
  isDeviceError,
  isDeviceErrorCode,
  isDeviceErrorData,
  toDeviceErrorData,
} from './errors.ts'

describe('device errors', () => {
  it('survive the way through plain data', () => {
    const error = new DeviceError('receipt.paper-out', 'DLE EOT 4: 7E')
    const data = toDeviceErrorData(error)
    expect(data).toEqual({ code: 'receipt.paper-out', message: 'DLE EOT 4: 7E', retryable: true })
    expect(isDeviceErrorData(structuredClone(data))).toBe(true)
    expect(isDeviceError(fromDeviceErrorData(data), 'receipt.paper-out')).toBe(true)
  })

  it('know by their code whether trying again can help', () => {
    expect(new DeviceError('id-card.no-card', '').retryable).toBe(true)
    expect(new DeviceError('id-card.sam-not-authorised', '').retryable).toBe(false)
  })

  it('are told apart by code', () => {
    const error: unknown = new DeviceError('scan.jammed', '')
    expect(isDeviceError(error)).toBe(true)
    expect(isDeviceError(error, 'scan.busy', 'scan.jammed')).toBe(true)
    expect(isDeviceError(error, 'scan.busy')).toBe(false)
    expect(isDeviceErrorCode('toString')).toBe(false)
  })

  it('show a fault of the program as such', () => {
    expect(toDeviceErrorData(new TypeError('oops'))).toMatchObject({
      code: 'device.internal',
      retryable: false,
    })
  })
})
