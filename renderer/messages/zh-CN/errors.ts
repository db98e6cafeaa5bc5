import type { ErrorSentence } from '../error-sentence.ts'

const kept = '已填写的内容都在，没有丢。'
const saved = '已保存的收件不受影响。'
const sealed = '收件已在本机加密保存两份。'
const again = '请稍等再试一次。'
const technician = '请通知技术人员，报下面的代码。'
const byHand = '可以先手工填写，不耽误办理。'

const session = {
  'session.wrong-password': {
    what: '工号或者口令不对。',
    safe: '',
    do: '请再输一次；忘记口令请找值班长重设。',
  },
  'session.unknown-operator': {
    what: '工号或者口令不对。',
    safe: '',
    do: '请核对工号；新来的同事请先由管理员登记。',
  },
  'session.locked-out': {
    what: '输错次数太多，暂时不能登录。',
    safe: '本机的收件和草稿都在。',
    do: '请过几分钟再试，或请值班长协助。',
  },
  'session.not-technician': {
    what: '这一步只给技术人员和管理员用。',
    safe: '',
    do: '请技术人员登录后再做。',
  },
  'session.signed-out': { what: '登录已结束。', safe: '草稿已自动保存。', do: '请重新登录后继续。' },
} as const

const shell = {
  'shell.refused-sender': { what: '这个操作被程序拒绝了。', safe: kept, do: technician },
  'shell.bad-arguments': { what: '程序内部的数据不符合要求。', safe: kept, do: technician },
  'shell.internal': { what: '程序出了故障。', safe: kept, do: `${again}还不行，${technician}` },
  'paper.not-drawn': {
    what: '表单没有排好，没有打印。',
    safe: kept,
    do: `请再打印一次；还不行，${technician}`,
  },
  'keys.unavailable': {
    what: '打不开本机的加密钥匙。',
    safe: '收件和草稿仍加密存放在本机。',
    do: `先不要重装或换机，${technician}`,
  },
  internal: { what: '程序出了故障。', safe: kept, do: `${again}还不行，${technician}` },
  'draft-elsewhere': {
    what: '这份草稿已经存出去，等别的窗口接办。',
    safe: kept,
    do: '要在这里接着办，请回工作台打开它，选“收回”。',
  },
  'pick-up-stale': {
    what: '有一份结果已经领走或者寄走了，没有登记。',
    safe: saved,
    do: '请返回看一下各部门的结果，再重新登记领取。',
  },
} as const

const storage = {
  'storage.disk-low': {
    what: '本机磁盘快满了，暂停收新件。',
    safe: '已保存的收件和草稿都在，仍会上传。',
    do: '请技术人员清理磁盘；急件请到旁边的窗口。',
  },
  'storage.disk-full': {
    what: '本机磁盘满了，没有存上。',
    safe: '这一步之前的内容都在，这一件还没有保存。',
    do: '请不要关机，马上通知技术人员清理磁盘，再试一次。',
  },
  'carry.medium-full': {
    what: '这个U盘装不下了。',
    safe: '已经导出的都完整，本机的一件也没有少。',
    do: '请换一个U盘，再导出一次；已经在U盘里的不会重复。',
  },
  'carry.medium-failed': {
    what: 'U盘没有写好，可能被拔出、写保护或者坏了。',
    safe: '本机的收件一件也没有少。',
    do: '请插好U盘再导出一次；还不行，换一个U盘。',
  },
  'storage.write-failed': {
    what: '没有写进磁盘。',
    safe: '这一步之前的内容都在，这一件还没有保存。',
    do: `请再试一次；还不行，${technician}`,
  },
  'store-quota': {
    what: '本机存储空间用完了，没有存上。',
    safe: '这一步之前的内容都在。',
    do: '请不要关机，马上通知技术人员清理磁盘，再试一次。',
  },
  'store-unavailable': {
    what: '本机数据库打不开。',
    safe: '密封存档还在磁盘上，不会丢。',
    do: `请再试一次；还不行，重启一窗，再不行${technician}`,
  },
  'store-stuck': {
    what: '本机数据库没有回应。',
    safe: '已经保存的收件都在，密封存档也在磁盘上。',
    do: `请等程序自动重新启动；一分钟后还是这样，请自己重启一窗，再不行${technician}`,
  },
  'store-damaged': {
    what: '有一条本机记录读不出来。',
    safe: '其他收件不受影响，密封存档会原样保留。',
    do: technician,
  },
  'store-refused': {
    what: '刚才这一步的内容没有存上。',
    safe: '之前填写的都在草稿里。',
    do: `请重填这一步；还是不行，${technician}`,
  },
  'store-wrong-key': {
    what: '本机数据库和现在的钥匙对不上。',
    safe: '数据仍加密存放，没有改动。',
    do: `先不要重装或删除任何文件，${technician}`,
  },
} as const

const drafts = {
  'desk-not-open': { what: '本机数据库还没有打开。', safe: saved, do: again },
  'desk-no-session': { what: '登录已结束。', safe: '草稿已自动保存。', do: '请重新登录后继续。' },
  'draft-not-found': {
    what: '没有找到这份草稿。',
    safe: '如果已经提交，可在“今日收件”里看到。',
    do: '请回到工作台查看。',
  },
  'intake-not-found': {
    what: '没有找到这份收件。',
    safe: saved,
    do: '它可能是别的工号收的，请回到工作台查看。',
  },
  'draft-incomplete': {
    what: '这份收件还不完整，不能提交。',
    safe: kept,
    do: '请按“核对提交”里的提示补齐。',
  },
  'supplement-invalid': {
    what: '这份补正要求本机读不懂，不能直接补交。',
    safe: saved,
    do: '请打印补正告知单，按纸上的要求联系受理部门。',
  },
  'attachment-not-found': {
    what: '有一页材料的图像不在本机。',
    safe: '其他材料都在。',
    do: '请重新扫描这一页。',
  },
  'page-unreadable': {
    what: '这个图像打不开，没有收下。',
    safe: '其他材料都在。',
    do: '请重新扫描或者拍照；是文件的，请申请人换一个。',
  },
  'page-straight': {
    what: '这一页看不出放歪了，没有改动。',
    safe: '图像还是原来的。',
    do: '要换方向，请用左转、右转；要重来，请再扫一次。',
  },
  'page-full': {
    what: '这一页没有可以裁掉的空白，没有改动。',
    safe: '图像还是原来的。',
    do: '证件请放在深色或白色底上单独扫描，再裁一次。',
  },
  'page-too-large': {
    what: '这个图像的尺寸太大，没有收下。',
    safe: '其他材料都在。',
    do: '请用扫描仪扫描，或者请申请人换一个小些的图像。',
  },
  'file-empty': { what: '这个文件是空的，没有收下。', safe: '其他材料都在。', do: '请申请人换一个文件。' },
  'file-too-large': {
    what: '这个文件超过二十兆，没有收下。',
    safe: '其他材料都在。',
    do: '请申请人分成几个文件，或者直接扫描纸质件。',
  },
  'file-type-refused': {
    what: '这种文件收不了，没有收下。',
    safe: '其他材料都在。',
    do: '可以收图片和版式文件（JPEG、PNG、PDF）；其他的请打印出来扫描。',
  },
  'file-locked': {
    what: '这个文件要密码才能打开，没有收下。',
    safe: '其他材料都在。',
    do: '请申请人去掉密码再拿来，或者直接扫描纸质件。',
  },
  'statement-too-long': {
    what: '承诺的内容太多，一次签名写不下，没有签上。',
    safe: kept,
    do: '请把其中几份材料改为现场收取或者容缺后补，再签名。',
  },
  'submit-undecided': {
    what: '上一次提交没有收尾，还不能确定结果。',
    safe: '草稿和密封存档都在。',
    do: `请再按一次提交；还不行，${technician}`,
  },
  'packet.not-found': { what: '没有找到这份收件的密封存档。', safe: saved, do: technician },
  'packet.damaged': { what: '这份密封存档已损坏。', safe: '其他收件不受影响。', do: technician },
  'packet.mismatch': { what: '密封存档和这份收件对不上。', safe: kept, do: technician },
  'packet.acknowledged': { what: '这份收件已经送达，不能撤回。', safe: sealed, do: '不用做什么。' },
  'packet.not-a-packet': { what: '这不是密封存档文件。', safe: saved, do: technician },
  'packet.bad-header': { what: '密封存档的文件头看不懂。', safe: saved, do: technician },
  'packet.wrong-size': { what: '密封存档不完整。', safe: saved, do: technician },
  'packet.wrong-digest': { what: '密封存档的内容被改动过。', safe: saved, do: technician },
  'packet.wrong-signature': { what: '密封存档不是本机签的。', safe: saved, do: technician },
  'packet.no-key': { what: '没有打开这份密封存档的钥匙。', safe: saved, do: technician },
  'packet.cannot-decrypt': { what: '密封存档解不开。', safe: saved, do: technician },
  'packet.bad-content': { what: '密封存档里不是收件。', safe: saved, do: technician },
} as const

const hub = {
  'hub.unreachable': { what: '连不上统一受理系统。', safe: sealed, do: '照常收件，联网后自动上传。' },
  'hub.cancelled': { what: '上传中途停下了。', safe: sealed, do: '会自动接着上传，不用做什么。' },
  'hub-unreachable': { what: '连不上统一受理系统。', safe: sealed, do: '照常收件，联网后自动上传。' },
  'hub-timeout': { what: '统一受理系统没有及时回答。', safe: sealed, do: '照常收件，会自动再试。' },
  'hub-unavailable': { what: '统一受理系统暂时不能用。', safe: sealed, do: '照常收件，恢复后自动上传。' },
  'hub-busy': { what: '统一受理系统很忙。', safe: sealed, do: '照常收件，会自动再试。' },
  'hub-failed': { what: '统一受理系统出了故障。', safe: sealed, do: '照常收件，恢复后自动上传。' },
  'hub-answer-invalid': {
    what: '统一受理系统的回答看不懂。',
    safe: sealed,
    do: `会自动再试；一直这样，${technician}`,
  },
  'terminal-not-approved': {
    what: '统一受理系统还没有认可本机。',
    safe: sealed,
    do: '照常收件；请管理员到统一受理系统登记本机。',
  },
  'intake-refused': {
    what: '统一受理系统退回了这份收件。',
    safe: '收件仍完整保存在本机。',
    do: '请看“待处理”里的原因。',
  },
  'sync-stopped': { what: '上传已停止。', safe: sealed, do: '重新打开一窗后会接着上传。' },
} as const

const camera = {
  'camera.none': { what: '没有找到摄像头。', safe: kept, do: '请插好摄像头再试一次，或者用扫描仪。' },
  'camera.refused': {
    what: '系统不让本程序使用摄像头。',
    safe: kept,
    do: `可以先用扫描仪；要用摄像头，${technician}`,
  },
  'camera.busy': {
    what: '摄像头正被别的程序占用。',
    safe: kept,
    do: '请关掉那个程序再试一次，或者用扫描仪。',
  },
  'camera.failed': { what: '摄像头没有打开。', safe: kept, do: '请拔下再插好，再试一次，或者用扫描仪。' },
} as const

const device = {
  'device.not-configured': { what: '本机没有配置这种设备。', safe: kept, do: byHand },
  'device.unsupported-operation': { what: '这台设备不会做这件事。', safe: kept, do: technician },
  'device.invalid-request': { what: '发给设备的指令不对。', safe: kept, do: technician },
  'device.open-failed': {
    what: '设备没有打开。',
    safe: kept,
    do: '请检查电源和数据线，再试一次。',
  },
  'device.permission-denied': { what: '系统不让本程序使用这台设备。', safe: kept, do: technician },
  'device.disconnected': { what: '设备断开了。', safe: kept, do: '请插好数据线，再试一次。' },
  'device.timeout': { what: '设备没有回应。', safe: kept, do: '请看设备电源是否打开，再试一次。' },
  'device.protocol': { what: '设备的回应看不懂。', safe: kept, do: `请再试一次；还不行，${technician}` },
  'device.cancelled': { what: '已取消。', safe: kept, do: '需要时再来一次。' },
  'device.stopped': { what: '设备服务已停止。', safe: kept, do: '请重启一窗。' },
  'device.port-claimed': { what: '这个端口已经归一台设备用。', safe: kept, do: technician },
  'device.set-aside': {
    what: '这台设备的驱动反复崩溃，已停用。',
    safe: kept,
    do: `其他设备照常使用，${byHand}${technician}`,
  },
  'device.internal': { what: '设备程序出了故障。', safe: kept, do: `请再试一次；还不行，${technician}` },
  'device.host-lost': {
    what: '设备服务意外停止，正在自动恢复。',
    safe: kept,
    do: '请等几秒再试一次。',
  },
  'id-card.no-card': { what: '没有感应到身份证。', safe: kept, do: '请把身份证平放在读卡区，再试一次。' },
  'id-card.card-lost': {
    what: '身份证拿开得太早，没有读完。',
    safe: kept,
    do: '请放好不动，再读一次。',
  },
  'id-card.read-failed': { what: '身份证没有读出来。', safe: kept, do: '请拿起来重新放好，再读一次。' },
  'id-card.not-recognised': { what: '这不是能读的身份证件。', safe: kept, do: `请换身份证，${byHand}` },
  'id-card.authentication-failed': {
    what: '身份证没有通过设备的认证。',
    safe: kept,
    do: `证件可能已损坏，${byHand}`,
  },
  'id-card.corrupt-data': { what: '身份证里的内容读不完整。', safe: kept, do: '请重新放好，再读一次。' },
  'id-card.library-missing': { what: '读卡器的厂家程序加载不了。', safe: kept, do: technician },
  'id-card.sam-failed': { what: '身份证阅读机的安全模块坏了。', safe: kept, do: `${byHand}${technician}` },
  'id-card.sam-not-authorised': {
    what: '身份证阅读机没有授权。',
    safe: kept,
    do: `${byHand}${technician}`,
  },
  'receipt.paper-out': { what: '打印机没有纸，什么也没有打印。', safe: saved, do: '请装纸，再打印一次。' },
  'receipt.paper-out-while-printing': {
    what: '打印到一半没有纸了，打出来的不完整。',
    safe: saved,
    do: '请装纸，把不完整的收回，再打印一份。',
  },
  'receipt.cover-open': { what: '打印机上盖没有合上，没有打印。', safe: saved, do: '请合上盖，再打印一次。' },
  'receipt.cover-open-while-printing': {
    what: '打印到一半上盖被打开，打出来的不完整。',
    safe: saved,
    do: '请合上盖，把不完整的收回，再打印一份。',
  },
  'receipt.cutter': {
    what: '打印机切刀卡住了。',
    safe: saved,
    do: '请关掉电源、打开上盖清理，再打印一次。',
  },
  'receipt.overheated': { what: '打印头太热。', safe: saved, do: '等一两分钟会自己恢复，再打印一次。' },
  'receipt.unrecoverable': {
    what: '打印机报告故障。',
    safe: saved,
    do: `请抄下收件号给申请人；${technician}`,
  },
  'receipt.offline': { what: '打印机处于脱机状态。', safe: saved, do: '请按打印机的联机键，再打印一次。' },
  'receipt.outcome-unknown': {
    what: '打印机没有回话，不知道打完没有。',
    safe: saved,
    do: '请看一眼纸：完整就交给申请人，不完整就再打印一份。',
  },
  'document.no-pdf': { what: '这台打印机不认识本程序的文件。', safe: saved, do: technician },
  'document.no-a4': { what: '打印机里没有 A4 纸可选。', safe: saved, do: '请在打印机面板上把纸盒设为 A4。' },
  'document.not-accepting': {
    what: '打印机现在不接收文件。',
    safe: saved,
    do: '请看打印机面板，恢复后再打印一次。',
  },
  'document.access-denied': { what: '打印机不让本机打印。', safe: saved, do: technician },
  'document.certificate': { what: '认不出这台打印机，没有打印。', safe: saved, do: technician },
  'document.refused': {
    what: '打印机没有收下这份文件。',
    safe: saved,
    do: `请再打印一次；还不行，${technician}`,
  },
  'document.aborted': {
    what: '打印机中途停下，打出来的可能不完整。',
    safe: saved,
    do: '请把不完整的收回，再打印一份。',
  },
  'document.cancelled-at-printer': {
    what: '有人在打印机上取消了这份文件。',
    safe: saved,
    do: '请把已出的纸收回，需要就再打印一份。',
  },
  'document.held-up-too-long': {
    what: '打印机一直没有恢复，这份文件已经撤回，不会再打出来。',
    safe: saved,
    do: '请处理好打印机，再打印一次。',
  },
  'document.outcome-unknown': {
    what: '打印机没有回话，不知道打完没有。',
    safe: saved,
    do: '请看一眼纸：完整就交给申请人，不完整就再打印一份。',
  },
  'scan.busy': { what: '扫描仪正忙。', safe: kept, do: again },
  'scan.jammed': { what: '扫描仪卡纸了。', safe: kept, do: '请取出卡住的纸，再扫一次。' },
  'scan.no-documents': { what: '扫描仪里没有纸。', safe: kept, do: '请放好原件，再扫一次。' },
  'scan.cover-open': { what: '扫描仪的盖没有合上。', safe: kept, do: '请合上盖，再扫一次。' },
  'scan.io': { what: '和扫描仪的连接中断了。', safe: kept, do: '请检查数据线，再扫一次。' },
  'scan.no-memory': { what: '扫描仪内存不够。', safe: kept, do: '请再扫一次；还不行，重启扫描仪。' },
  'scan.access-denied': { what: '系统不让本程序使用扫描仪。', safe: kept, do: technician },
  'scan.unsupported-option': { what: '扫描仪不支持这种扫描设置。', safe: kept, do: technician },
  'scan.device-not-found': { what: '没有找到扫描仪。', safe: kept, do: '请检查电源和数据线，再扫一次。' },
  'scan.program-missing': { what: '本机没有安装扫描程序。', safe: kept, do: technician },
  'scan.invalid-image': { what: '扫描仪传回来的不是图像。', safe: kept, do: '请再扫一次。' },
  'review.refused': { what: '评价器不认本机的口令。', safe: saved, do: technician },
  'review.not-shown': {
    what: '评价器没有显示评价页。',
    safe: saved,
    do: '请看评价器屏幕是否正常；不评价也不影响办理。',
  },
  'code.none-scanned': { what: '没有扫到码。', safe: kept, do: '请把条码或二维码对准扫码器，再扫一次。' },
  'code.too-long': { what: '扫到的内容太长，不是能用的码。', safe: kept, do: '请换一个码，或者直接输入。' },
  'code.not-text': { what: '扫到的内容不是文字，没有采用。', safe: kept, do: '请再扫一次，或者直接输入。' },
  'code.incomplete': { what: '扫到的内容不完整，没有采用。', safe: kept, do: '请再扫一次。' },
  'smart-card.service-missing': { what: '本机的智能卡服务没有运行。', safe: kept, do: technician },
  'smart-card.no-reader': { what: '没有找到社保卡读卡器。', safe: kept, do: '请检查数据线，再读一次。' },
  'smart-card.no-card': { what: '没有插社保卡。', safe: kept, do: '请把社保卡插到底，芯片朝读卡器一面。' },
  'smart-card.mute': { what: '卡没有应答。', safe: kept, do: '请看看是否插反，擦一擦芯片，再插一次。' },
  'smart-card.removed': { what: '没有读完，卡就拔出来了。', safe: kept, do: '请插好卡，等读完再拔。' },
  'smart-card.in-use': { what: '别的程序正在用这张卡。', safe: kept, do: '请关掉别的读卡程序，再读一次。' },
  'smart-card.other-card': { what: '这不是社会保障卡。', safe: kept, do: '请换用社会保障卡，或者手工填写。' },
  'smart-card.refused': {
    what: '卡拒绝了读取。',
    safe: kept,
    do: '请拔出再插，读一次；还不行，请手工填写。',
  },
  'smart-card.corrupt-data': {
    what: '卡里的信息不完整。',
    safe: kept,
    do: '请再读一次；还不行，请手工填写。',
  },
  'light.refused': { what: '状态灯没有听指令。', safe: saved, do: technician },
  'light.no-such-colour': { what: '状态灯没有这种颜色。', safe: saved, do: technician },
} as const

/** Used for a code that the catalogue does not know; the code itself is shown beside it. */
export const unknownError: ErrorSentence = {
  what: '出了意外的问题。',
  safe: '已保存的内容都在。',
  do: `${again}还不行，${technician}`,
}

/** Every error code as three plain sentences: what happened, what is safe, what to do. */
export const errors = {
  ...session,
  ...shell,
  ...storage,
  ...drafts,
  ...hub,
  ...camera,
  ...device,
} as const satisfies Record<string, ErrorSentence>
