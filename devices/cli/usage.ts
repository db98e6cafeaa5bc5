/** Thrown for a command line that does not parse; its message is for the technician. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

export const usage = `用法：
  device list            [--config terminal.yaml]             列出本机上的设备，并给出 terminal.yaml 的写法
  device probe           --transport T [--config terminal.yaml]  问一问这个端口上接的是什么
  device id-card read    --transport T [--timeout 毫秒] [--latest-address] [--fingerprints]
                                                             读一张身份证；可加读最新住址、指纹（只显示指位和质量）
  device id-card read    --config terminal.yaml --id 编号          读一张，用配置文件里的那台（厂家服务、厂家驱动）
  device id-card info    --transport T                       查询读卡器的安全模块
  device printer status  --transport T                       查询打印机状态
  device printer test    --transport T                       打印一张测试凭条
  device printer receipt --transport T --file F.json [--reprint]  打印一张凭条；--reprint 标明重打
  device printer recover --transport T                       清理切刀以后，让打印机恢复
  device scan            --device 名称 --out 目录 [--source flatbed|feeder|duplex] [--mode color|gray|bw] [--dpi 200] [--all] [--timeout 毫秒]
                                                             扫一页；--all 扫完进纸器里的全部。名称可以是 SANE 的，也可以是 http://主机/eSCL
  device document status --transport U                       查询 A4 打印机或打印队列
  device document print  --transport U [--file F.pdf] [--copies 份数] [--sides one-sided|two-sided-long-edge]
                                                             打印 PDF；不给文件就打一张测试页，Ctrl+C 撤回
  device review ask      --transport T --keys 54321 [--timeout 毫秒]
                                                             等一次评价；--keys 是从“非常满意”到“非常不满意”五个键发的字符
  device review ask      --transport ws://… --key 口令        等一次评价（网络评价器）
  device light set       --transport T --colour red|yellow|green|off [--address 站号] [--red 1 --yellow 2 --green 3]
                                                             点灯；写站号就用 Modbus，不写就用 LCUS
  device code listen     --transport T [--timeout 毫秒] [--count 个数] [--suffix cr|lf|crlf|tab|etx|none] [--encoding utf-8|gb18030]
                                                             等着扫码，扫到就显示；扫码器多为 serial:路径?baud=9600
  device smart-card read [--transport pcsc:读卡器名称] [--timeout 毫秒]  读一张社会保障卡的公开信息
通用：
  --transport  serial:路径[?baud=波特率]、tcp:主机:端口，打印机还可用 usb:厂商号:产品号、lp:/dev/usb/lp0，读卡器还可用 hid:厂商号:产品号、usb:0400:C35A
  --transport  A4 打印机用 ipp://主机/ipp/print、ipps://… 或 ipp://localhost:631/printers/队列名
  --certificate ipps 打印机自签证书的 SHA-256 指纹
  --config     列出时标明已配置的设备；试探时不碰已配置的端口
  --paper      打印机纸宽 80（默认）或 58
  --json       在标准输出写一个 JSON；经 npm 运行时用 npm run -s device -- …，npm 才不写自己的两行
退出码：0 完成，2 用法不对，3 设备出错`
