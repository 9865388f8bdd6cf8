/** Failing lines of npx and pnpm -> what failed and what a person can do. First match wins. */

const again = 'Then run the same command again; it goes on where it stopped.'
const againChinese = '然后再运行一次同样的命令，会接着上次的进度继续。'

const known = [
  {
    pattern: /ENOSPC|no space left|disk quota/i,
    what: 'The disk is full.',
    whatChinese: '磁盘空间不足。',
    todo: `Free at least 2 GB. ${again}`,
    todoChinese: `请至少腾出 2 GB 空间。${againChinese}`,
  },
  {
    pattern: /CERT|self.signed|unable to verify the first|unable to get local issuer/i,
    what: "The package registry's certificate is not trusted (a proxy may be in between).",
    whatChinese: '软件包服务器的证书不受信任（网络中可能有代理）。',
    todo: `Ask your IT for the proxy's root certificate and set it: npm config set cafile FILE. ${again}`,
    todoChinese: `请向信息科索取代理的根证书，并设置：npm config set cafile 文件。${againChinese}`,
  },
  {
    pattern: /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET|UND_ERR|META_FETCH_FAIL|network (request|timeout)|fetch failed|error sending request|dns error|tim(ed )?out/i,
    what: 'The package registry cannot be reached: no network, or a firewall or proxy in between.',
    whatChinese: '无法连接软件包服务器：没有网络，或被防火墙、代理阻断。',
    todo: `Check the connection. Behind a proxy: npm config set proxy URL; with a registry of your own: npm config set registry URL. ${again}`,
    todoChinese: `请检查网络。有代理时：npm config set proxy 地址；有自己的镜像时：npm config set registry 地址。${againChinese}`,
  },
  {
    pattern: /EACCES|EPERM|EROFS|permission denied|operation not permitted|read-only file system/i,
    what: 'A file could not be written: no permission, a read-only disk, or a program (virus scanner, editor) that holds it.',
    whatChinese: '有文件无法写入：没有权限、磁盘只读，或被其他程序（杀毒软件、编辑器）占用。',
    todo: `Close programs that use this folder, make sure that it and the npm cache (npm config get cache) are yours. ${again}`,
    todoChinese: `请关闭占用此文件夹的程序，并确认此文件夹和 npm 缓存（npm config get cache）归您所有。${againChinese}`,
  },
  {
    pattern: /UNSUPPORTED_ENGINE|requires at least Node|SyntaxError|ERR_UNKNOWN_BUILTIN/i,
    what: "This machine's Node is too old for the installer.",
    whatChinese: '这台电脑的 Node 版本过旧，无法运行安装程序。',
    todo: 'Install the current long-term version of Node and run the command again.',
    todoChinese: '请安装最新的长期支持版 Node，再运行一次命令。',
  },
  {
    pattern: /OUTDATED_LOCKFILE|FROZEN_LOCKFILE|lockfile.*not up to date|LOCKFILE_(MISSING|BROKEN)/i,
    what: 'pnpm-lock.yaml does not fit the package.json files.',
    whatChinese: 'pnpm-lock.yaml 与 package.json 不一致。',
    todo: 'Get a clean copy of the project, or, if you changed dependencies, run: npx pnpm@12.21.0 install',
    todoChinese: '请重新获取一份完整的项目；如果您修改过依赖，请运行：npx pnpm@12.21.0 install',
  },
  {
    pattern: /EINTEGRITY|TARBALL_INTEGRITY|integrity check|checksum/i,
    what: 'A package arrived damaged.',
    whatChinese: '下载的软件包已损坏。',
    todo: `Clear the cache: npm cache clean --force. ${again}`,
    todoChinese: `请清理缓存：npm cache clean --force。${againChinese}`,
  },
  {
    pattern: /E404|FETCH_404|E401|E403|FETCH_40[13]/i,
    what: 'The package registry does not have, or does not hand out, a package.',
    whatChinese: '软件包服务器上没有所需的软件包，或拒绝提供。',
    todo: `Choose a complete registry: npm config set registry URL. ${again}`,
    todoChinese: `请换用完整的软件包源：npm config set registry 地址。${againChinese}`,
  },
  {
    pattern: /npx: .*ENOENT|not recognized|npx: not found/i,
    what: 'npx was not found; it comes with Node.',
    whatChinese: '找不到 npx，它应随 Node 一起安装。',
    todo: 'Install Node with npm (the installer from nodejs.org has both) and run the command again.',
    todoChinese: '请安装带 npm 的 Node（nodejs.org 的安装包两者都有），再运行一次命令。',
  },
]

const unknown = {
  what: 'The packages could not be installed.',
  whatChinese: '依赖包安装失败。',
  todo: `Look at the lines above and at .lianyi/setup.log. ${again}`,
  todoChinese: `请查看上面的输出和 .lianyi/setup.log。${againChinese}`,
}

/** @param {readonly string[]} lines */
export function adviceFor(lines) {
  const text = lines.join('\n')
  return known.find(({ pattern }) => pattern.test(text)) ?? unknown
}
