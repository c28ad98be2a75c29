"""A consumer as the shop's predecessor had it: poll, check, insert in a session, commit, commit the offset.

Called with its settings as JSON; prints its report as JSON.
"""

import json
import resource
import sys
import time
from datetime import datetime

from confluent_kafka import Consumer
from sqlalchemy import DateTime, Integer, Numeric, String, create_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, sessionmaker


class Base(DeclarativeBase):
    pass


class Order(Base):
    __tablename__ = "orders"

    order_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    created_at: Mapped[datetime] = mapped_column(DateTime)
    user_id: Mapped[str] = mapped_column(String(64))
    product_id: Mapped[str] = mapped_column(String(64))
    quantity: Mapped[int] = mapped_column(Integer)
    total_amount: Mapped[float] = mapped_column(Numeric)
    shipping_cost: Mapped[float] = mapped_column(Numeric)
    discount_amount: Mapped[float] = mapped_column(Numeric)
    payment_method: Mapped[str] = mapped_column(String(50))
    status: Mapped[str] = mapped_column(String(20))
    category: Mapped[str] = mapped_column(String(100))
    user_region: Mapped[str] = mapped_column(String(50))
    user_gender: Mapped[str] = mapped_column(String(10))
    user_age_group: Mapped[str] = mapped_column(String(20))


FIELDS = [column.key for column in Order.__table__.columns if column.key != "created_at"]


def save(new_session, data):
    with new_session() as session:
        if session.get(Order, data["order_id"]) is None:
            fields = {name: data[name] for name in FIELDS}
            created_at = datetime.fromisoformat(data["created_at"])
            session.add(Order(created_at=created_at, **fields))
            session.commit()


def consume(settings):
    engine = create_engine(settings["database"])
    Base.metadata.create_all(engine)
    new_session = sessionmaker(bind=engine)
    consumer = Consumer(
        {
            "bootstrap.servers": settings["brokers"],
            "group.id": settings["group"],
            "auto.offset.reset": "earliest",
            "enable.auto.commit": False,
        }
    )
    consumer.subscribe([settings["topic"]])
    done, started_at, cpu_before = 0, None, None
    while done < settings["messages"]:
        message = consumer.poll(1.0)
        if message is None:
            continue
        if message.error():
            raise RuntimeError(message.error())
        if started_at is None:
            started_at, cpu_before = time.monotonic(), cpu_seconds()
        save(new_session, json.loads(message.value())["data"])
        consumer.commit(message=message, asynchronous=True)
        done += 1
    report = {
        "messages": done,
        "seconds": time.monotonic() - started_at,
        "cpu_seconds": cpu_seconds() - cpu_before,
    }
    consumer.close()
    return report


def cpu_seconds():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


print(json.dumps(consume(json.loads(sys.argv[1]))))
