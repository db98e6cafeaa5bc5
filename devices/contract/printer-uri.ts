/** Where an IPP printer or a queue of CUPS is reached. */
export interface PrinterAddress {
  /** The `printer-uri` of its requests. */
  readonly uri: string
  /** Where the requests are posted (RFC 8010 §4.2: ipp is http on port 631, ipps is https). */
  readonly url: string
  readonly secure: boolean
}

export const printerUriForms =
  'ipp://主机[:端口]/ipp/print、ipps://… 或打印队列 ipp://localhost:631/printers/队列名'

/** Reads `ipp://192.168.1.9/ipp/print`. @returns the address, or a Chinese sentence that says what is wrong */
export function parsePrinterUri(text: string): PrinterAddress | { readonly problem: string } {
  const match = /^(ipps?):\/\/([A-Za-z0-9.-]+|\[[0-9a-fA-F:.]+\])(?::(\d{1,5}))?(\/[^\s?#]*)?$/.exec(text)
  if (match === null) return { problem: `打印机地址“${text}”看不懂，应写成 ${printerUriForms}` }
  const [, scheme, host = '', portText = '631', path = '/'] = match
  const port = Number(portText)
  if (port < 1 || port > 65_535) return { problem: `端口 ${portText} 不在 1 到 65535 之间` }
  const secure = scheme === 'ipps'
  return { uri: text, url: `${secure ? 'https' : 'http'}://${host}:${portText}${path}`, secure }
}
