/** The regional console: console -> out/console, served by the county server under its root. */
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

export default defineConfig({
  root: `${import.meta.dirname}/console`,
  plugins: [react()],
  build: {
    outDir: `${import.meta.dirname}/out/console`,
    emptyOutDir: true,
    target: ['chrome109', 'firefox115', 'safari16'],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
})
