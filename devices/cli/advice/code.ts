import type { Advices } from './advice.ts'

export const codeScanner = {
  'code.none-scanned': {
    message: '没有扫到码',
    remedy:
      '对准条码或二维码再扫；扫码器响了却没有内容，核对波特率和工作模式（串口或 HID POS，不是键盘模式）',
  },
  'code.too-long': {
    message: '扫到的内容过长，不是能用的码',
    remedy: '核对波特率；确认这个端口上接的是扫码器',
  },
  'code.not-text': {
    message: '扫到的内容不是文字',
    remedy: '核对波特率；汉字显示不对时，在 terminal.yaml 里写明编码 encoding',
  },
  'code.incomplete': {
    message: '扫码内容没有收完整',
    remedy: '再扫一次；总是这样，核对结束符 suffix 和数据线',
  },
} satisfies Advices
