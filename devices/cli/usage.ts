/** Thrown for a command line that does not parse; its message is for the technician. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

export const usage = `用法：
  device list                                               列出串口、USB 读卡器、扫描仪和打印队列
  device id-card read    --transport T [--timeout 毫秒]       读一张身份证
  device printer status  --transport T                       查询打印机状态
  device printer test    --transport T                       打印一张测试凭条
  device printer receipt --transport T --file F.json         打印一张凭条
  device scan            --device 名称 --out 目录 [--source flatbed|feeder] [--mode color|gray] [--dpi 200]
  device document status --transport U                       查询 A4 打印机或打印队列
  device document print  --transport U [--file F.pdf] [--copies 份数] [--sides one-sided|two-sided-long-edge]
                                                             打印 PDF；不给文件就打一张测试页，Ctrl+C 撤回
通用：
  --transport  serial:路径[?baud=波特率]、tcp:主机:端口，读卡器还可用 hid:厂商号:产品号
  --transport  A4 打印机用 ipp://主机/ipp/print、ipps://… 或 ipp://localhost:631/printers/队列名
  --certificate ipps 打印机自签证书的 SHA-256 指纹
  --paper      打印机纸宽 80（默认）或 58
  --json       在标准输出写一个 JSON
退出码：0 完成，2 用法不对，3 设备出错`
