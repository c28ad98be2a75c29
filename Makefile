# The system in containers. It needs Docker alone; test and the benchmarks need Node.
# Without make: npm run deploy <target>. Other commands of compose: ./dc.sh <command>.

DC := ./dc.sh
# Compose sees the services of these profiles; it starts those that a target names.
ALL := --profile core --profile full --profile dev --profile monitoring
SERVERS := postgres kafka1 kafka2 kafka3 redis
CONSUMERS := user-consumer-1 user-consumer-2 user-consumer-3 product-consumer-1 product-consumer-2 product-consumer-3 order-consumer-1 order-consumer-2 order-consumer-3

# What start-all starts: core or full.
PROFILE ?= full
# What logs shows: names of services, or everything.
SERVICE ?=

.DEFAULT_GOAL := help
.PHONY: help build up down restart logs ps topics seed start-all clean start-producer stop-producer \
	start-consumers stop-consumers logs-producer logs-consumers logs-kafka repl shell test \
	benchmark-kafka benchmark-realtime benchmark-cache

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-20s %s\n", $$1, $$2 }' Makefile

build: ## build the image
	$(DC) $(ALL) build initial-seeder

up: ## start the servers, Kafka UI on 8080 and Adminer on 8081
	$(DC) $(ALL) up --detach $(SERVERS) kafka-ui adminer

down: ## stop everything and remove the containers; the data stays
	$(DC) $(ALL) down --remove-orphans

restart: ## restart everything that runs
	$(DC) $(ALL) restart

logs: ## follow the logs of all services, or of SERVICE="a b"
	$(DC) $(ALL) logs --follow --tail 100 $(SERVICE)

ps: ## show the containers and their health
	$(DC) $(ALL) ps

topics: ## create the missing topics and show all
	$(DC) $(ALL) run --rm dev topics create

seed: ## fill the shop with users and products, once
	$(DC) $(ALL) run --rm initial-seeder

start-all: ## start the whole system, or PROFILE=core
	$(DC) --profile $(PROFILE) up --detach

clean: ## stop everything and delete its data and its image
	$(DC) $(ALL) down --remove-orphans --volumes --rmi local

start-producer: ## start the producer, and the cache worker that it needs
	$(DC) $(ALL) up --detach producer

stop-producer: ## stop the producer
	$(DC) $(ALL) stop producer

start-consumers: ## start the nine consumers
	$(DC) $(ALL) up --detach $(CONSUMERS)

stop-consumers: ## stop the nine consumers
	$(DC) $(ALL) stop $(CONSUMERS)

logs-producer: ## follow the log of the producer
	$(DC) $(ALL) logs --follow --tail 100 producer

logs-consumers: ## follow the logs of the consumers
	$(DC) $(ALL) logs --follow --tail 100 $(CONSUMERS)

logs-kafka: ## follow the logs of the brokers
	$(DC) $(ALL) logs --follow --tail 100 kafka1 kafka2 kafka3

repl: ## open the REPL
	$(DC) $(ALL) run --rm dev

shell: ## open a shell with the command foldmart
	$(DC) $(ALL) run --rm --entrypoint bash dev

test: ## run all tests, on services of their own
	npm test

benchmark-kafka: ## compare Kafka with direct writes
	npm run bench kafka

benchmark-realtime: ## measure the shop at its own pace
	npm run bench realtime

benchmark-cache: ## compare the cache with queries
	npm run bench cache
