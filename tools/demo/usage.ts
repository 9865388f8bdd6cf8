/** What `npm start` says of itself. */
export const usage = `npm start -- [--fresh] [--home DIR] [--no-open]

  --fresh     从头开始，清除上次的演示 · begins anew: the last demo is deleted
  --home DIR  一切放在这个文件夹，不放在 .lianyi · keeps everything in this folder and not in .lianyi
              之后 · then:  npm run clinic -- --data-dir DIR/clinics/… --staff NAME --pin PIN COMMAND
                            DATABASE_URL=… LIANYI_KEY_DIR=DIR/county/keys npm run county -- COMMAND   (databaseUrl: DIR/demo.json)
  --no-open   不打开浏览器 · opens no browser

端口：县 7300、线路开关 7309、线路 7310 起、诊所 7320 起、县数据库 7399，被占用的往后找；不用设置，实际地址打印出来并写入 demo.json
Ports: 7300 the county, 7309 the line switches, 7310 on the lines, 7320 on the clinics, 7399 the county's database, or the next that is free; they
are not set by hand, and the addresses are printed and written into demo.json`;
