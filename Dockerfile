# syntax=docker/dockerfile:1

# Debian rather than Alpine: sharp decodes large pictures, and musl's allocator is slow at that; and the Redis is the one that the tests run.
FROM node:24-bookworm-slim AS build
WORKDIR /bot
COPY package.json package-lock.json ./
RUN npm ci
COPY tsconfig.json tsconfig.build.json ./
COPY scripts/build.mjs scripts/
COPY src src
RUN npm run build && npm prune --omit=dev

FROM node:24-bookworm-slim
LABEL org.opencontainers.image.title="midjourney-slack-bot" \
      org.opencontainers.image.description="A Slack bot in front of a midjourney-proxy gateway" \
      org.opencontainers.image.licenses="MIT"
# The Redis is used where REDIS_URL is not set. /data is its home, and the one place that is written to.
RUN apt-get update \
 && apt-get install --yes --no-install-recommends redis-server \
 && rm -rf /var/lib/apt/lists/* \
 && install --directory --owner=node --group=node --mode=0700 /data
# glibc: with more arenas the memory of every thread that ever decoded a picture is kept, and without a fixed threshold freed buffers are not
# handed back (npm run bench: 175 MB left after each fifty pictures, against a growth to 300). V8 lets garbage grow with the machine's memory, not
# with what the bot needs: with these limits a worker that follows 1,000 tasks stays at 130 MB, without them it passes 230.
ENV NODE_ENV=production \
    MALLOC_ARENA_MAX=2 \
    MALLOC_TRIM_THRESHOLD_=131072 \
    NODE_OPTIONS="--max-old-space-size=512 --max-semi-space-size=8" \
    DATA_DIR=/data
WORKDIR /bot
# Owned by root, so that the bot cannot change itself.
COPY --from=build /bot/package.json ./
COPY --from=build /bot/node_modules node_modules
COPY --from=build /bot/dist dist
USER node
VOLUME /data
EXPOSE 3000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 3000}/healthz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--enable-source-maps", "dist/app/main.js"]
