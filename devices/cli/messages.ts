import type { DeviceErrorCode } from '#devices/contract'

interface Advice {
  readonly message: string
  readonly remedy: string
}

/** What the technician's command says for each code: what happened, and what to do about it. */
export const advice: Readonly<Record<DeviceErrorCode, Advice>> = {
  'device.not-configured': { message: '没有配置这台设备', remedy: '检查 terminal.yaml 的 devices 一节' },
  'device.unsupported-operation': { message: '这台设备没有这项功能', remedy: '换用对应类型的设备' },
  'device.invalid-request': { message: '请求的参数不对', remedy: '对照帮助检查参数' },
  'device.open-failed': { message: '打不开设备', remedy: '检查电源和连线，核对 --transport 的路径或地址' },
  'device.permission-denied': {
    message: '没有权限使用这个端口',
    remedy: '把当前用户加入 dialout 组（Linux），或以有权限的用户运行',
  },
  'device.disconnected': { message: '设备断开了', remedy: '检查连线和电源后再试' },
  'device.timeout': { message: '设备没有应答', remedy: '核对波特率和连线，给设备断电再上电' },
  'device.protocol': { message: '设备的应答看不懂', remedy: '核对设备型号与驱动、波特率，换一根短的连线' },
  'device.cancelled': { message: '操作已取消', remedy: '需要时重新执行' },
  'device.stopped': { message: '设备服务已停止', remedy: '重新启动程序' },
  'device.internal': { message: '程序内部出错', remedy: '保存这段输出并联系开发人员' },
  'id-card.no-card': { message: '没有放卡', remedy: '放上身份证；已经放着的，拿起来重新放' },
  'id-card.card-lost': { message: '卡片移动了，没有读完', remedy: '把身份证平放在读卡区不要动，再读一次' },
  'id-card.read-failed': { message: '读卡失败', remedy: '把身份证拿起来重新放，再读一次' },
  'id-card.not-recognised': { message: '不是能识别的证件', remedy: '换用居民身份证、居住证或永久居留身份证' },
  'id-card.authentication-failed': {
    message: '卡片与安全模块互认失败',
    remedy: '换一张证件试；都不行则送修读卡器',
  },
  'id-card.corrupt-data': { message: '卡内信息不完整', remedy: '重新读一次；仍不行请持证人到公安机关核查' },
  'id-card.sam-failed': { message: '读卡器安全模块自检失败', remedy: '断电再上电；仍不行则送修' },
  'id-card.sam-not-authorised': { message: '读卡器安全模块未授权', remedy: '联系读卡器厂家' },
  'receipt.paper-out': { message: '打印机缺纸，没有打印', remedy: '装纸后再打印' },
  'receipt.paper-out-while-printing': {
    message: '打印途中纸用完了，凭条不完整',
    remedy: '装纸，收回残条，重新打印',
  },
  'receipt.cover-open': { message: '打印机盖没有关，没有打印', remedy: '关好上盖后再打印' },
  'receipt.cover-open-while-printing': {
    message: '打印途中上盖打开，凭条不完整',
    remedy: '关好上盖，收回残条，重新打印',
  },
  'receipt.cutter': { message: '切刀卡住', remedy: '打开上盖清除卡纸，关盖后断电再上电' },
  'receipt.overheated': { message: '打印头过热', remedy: '等几分钟，降温后会自动恢复' },
  'receipt.unrecoverable': { message: '打印机故障', remedy: '断电再上电；仍不行则送修' },
  'receipt.offline': { message: '打印机脱机', remedy: '检查打印机面板上的联机键' },
  'receipt.outcome-unknown': {
    message: '数据已发出，但不知道是否打印完',
    remedy: '看打印机出口的凭条，再决定是否重打',
  },
  'scan.busy': { message: '扫描仪正忙', remedy: '等它做完；关闭其他正在使用扫描仪的程序' },
  'scan.jammed': { message: '扫描仪卡纸', remedy: '打开进纸器取出纸张，再扫描' },
  'scan.no-documents': { message: '进纸器里没有纸', remedy: '放入材料后再扫描' },
  'scan.cover-open': { message: '扫描仪盖没有关', remedy: '关好上盖后再扫描' },
  'scan.io': { message: '扫描仪通信出错', remedy: '检查 USB 线或网络，断电再上电' },
  'scan.no-memory': { message: '内存不够', remedy: '降低分辨率，或关闭其他程序' },
  'scan.access-denied': { message: '没有权限使用扫描仪', remedy: '把当前用户加入 scanner 组（Linux）' },
  'scan.unsupported-option': {
    message: '扫描仪没有这种来源、颜色或分辨率',
    remedy: '用 scanimage -A 查看它有哪些选项',
  },
  'scan.device-not-found': {
    message: '找不到这台扫描仪',
    remedy: '检查电源和连线，用 scanimage -L 核对名称',
  },
  'scan.program-missing': { message: '没有安装 scanimage', remedy: '安装 sane-utils' },
  'scan.invalid-image': { message: '扫描仪给的不是完整图片', remedy: '再扫描一次；仍不行请更换连线' },
}
