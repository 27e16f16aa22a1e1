import type { Metadata, Viewport } from 'next'
import type { ReactNode } from 'react'
import { NoticeBoard, SkipLink } from '../layout/index.ts'
import './globals.css'

export const metadata: Metadata = {
  title: { default: 'Trifold', template: '%s · Trifold' },
  description: 'A shop that explains its recommendations by picture, words and the choices of other shoppers.',
}

export const viewport: Viewport = {
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#e3e9ec' },
    { media: '(prefers-color-scheme: dark)', color: '#0c1114' },
  ],
}

export default function RootLayout({ children }: { children: ReactNode }) {
  return (
    <html lang="en">
      <body>
        <SkipLink />
        <NoticeBoard>{children}</NoticeBoard>
      </body>
    </html>
  )
}
