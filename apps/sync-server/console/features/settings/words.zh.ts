export const settingsZh = {
  title: '设置',
  language: '语言',
  languageNote: '只改这台电脑上的这个浏览器。',
  zh: '中文',
  en: 'English',
  account: '账号',
  name: '姓名',
  role: '岗位',
  copy: '这台电脑存着',
  copyNote: '只存机构和设备的状态，断线时照样能看。患者资料不存在这台电脑上；退出登录时全部清掉。',
  about: '关于',
  epoch: '县库代号',
} as const;
